"""The rules: expressions over phrase symbols that tie a casualty word to its victims.

A rule is a row. It is tried at each casualty word of its shapes, rows in order, and the first that fits wins; a
casualty word is used once. `before` is read leftwards from the word (so it is written mirrored: nearest first),
`after` rightwards; the group `v` holds the victims. Shared parts are named strings in PARTS: improving one improves
every rule.
"""

import re
from dataclasses import dataclass

PARTS = {
    # one victim phrase, and lists of them ("a man, his wife and two children"; ages may stand between: "Collins, 22, and …")
    "one": "[9871235460O?qJ]",
    "plural": "[98712350O?q4J]",
    "list": "(?>{one}(?:\\([^()]{1,10}\\))?(?:,x)?(?:(?:,{one}(?:\\([^()]{1,10}\\))?(?:,x)?){0,20},?[&|W]{one}(?!v*[bhKZDCd]))?(?:[&W]{one}(?!v*[bhKZDCd])){0,3})",
    "age": "(?:,x,|x,|x)?",
    "tsil": "(?>{age}{one}(?:(?:[&|W],?){age}(?:[y?6zj5-]{1,3}[FI])?{one}(?:,(?:x,)?{one})*+(?![gkX])){0,3})",
    # what may stand between the victims and the word, read leftwards
    "plain": "[yz?6x2354v7#9p8uU1jOJqP-]",
    "pp": "(?:{plain}{1,4}(?:[IFBWQiE]v?[GVu]?|G))",
    "rel": "(?:(?:{plain}|[IFBEivbhVG]){1,8}[PRQ],?)",
    "aside": "(?:,[^,KkgDdTXZ;:]{1,14},|—[^—KkgDdTXZ;:]{1,20}—)",
    "incl": "(?:,?{tsil}f,?|,f?{tsil},|\\)[^()]{1,14}\\()",
    "xua": "(?:[wbhvne]|[&,]v?V|[bh]i|[bh]is|[bh]iV|iV|is)*",
    "gap": "(?:{aside})?,?(?:{aside}|{incl}|{pp}{1,3}?,?|{rel}|,?[PR],?|Q){0,4}?",
    "subject": "(?P<v>{tsil}(?![FIBWifXgkK])|(?!{tsil}f){age}{one}(?=,?[&|]))",
    "adv": "(?:[v]|Iv)*",
    "figure": "(?P<v>[789])(?!v*[KZCc])",
}


def written(pattern: str) -> re.Pattern[str]:
    """Fill the named parts into a pattern and compile it."""
    while any("{" + name + "}" in pattern for name in PARTS):
        for name, part in PARTS.items():
            pattern = pattern.replace("{" + name + "}", part)
    return re.compile(pattern)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: a name, the shapes of casualty words it is for, and where the victims stand."""

    name: str
    shapes: str
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None


def rule(name: str, shapes: str, before: str = "", after: str = "") -> Rule:
    """Make a row from patterns in named parts."""
    return Rule(name, shapes, written(before) if before else None, written(after) if after else None)


# shapes by tag: K killed (past, participle), g killing, k kills, D died, d dies, Z dead, C deaths, c death, X the death of, T toll,
# M among the dead, f including
RULES = (
    rule("self-subject", "S", before=r"(?P<aux>{xua}){gap}{subject}"),
    rule("self", "S", after=r"(?P<v>)"),
    rule("replaced", "<", after=r"(?P<v>7)(?![KZC])"),
    rule("in-addition", "KDZ", before=r"(?P<aux>{xua})(?P<v>{one},{one})[+]"),
    rule("event", "!", after=r"(?P<v>)"),
    rule("labelled", "CcKZT", after=r"[:|—](?P<v>7)(?!v*[KZCc])"),
    rule("zero-noun", "Cc", before=r"(?:[jusF]|K|V)*(?P<v>0)", after=r"(?![yujm5])"),
    rule("counted-noun", "C", before=r"(?:[jus]|K|V)*(?P<v>[798])"),
    rule("one-noun", "c", before=r"(?:[jus]|K|V)*(?P<v>[7981?O])"),
    rule("have-noun", "Cc", before=r"(?:[jusyka?]|V)*h{subject}"),
    rule("harm", "%", before=r"(?:[jusyzkam?75]){0,4}[hVGWI]{1,2}v*(?P<aux>{xua}){gap}{subject}"),
    rule("noun-from-to", "C", after=r"[^;KkgDdZCcXTw]{0,14}?I(?P<previous>[79])i{figure}"),
    rule("noun-figure", "C", after=r"(?:[vwbhne]|V|u|y|G|I[x6y]*){1,5}i?{figure}"),
    rule(
        "fallen-list", "J", after=r"(?:—[^—]{1,6}—)?bv*(?P<v>{one}(?:,x)?(?:[;,]&?{one}(?:,x)?)+|{list})(?![yzujIFK])"
    ),
    rule("fallen-aside", "J", after=r"[—,(]v*(?P<v>7)(?:[IFvyt]|U){0,3}[—,)]"),
    rule("fallen-figure", "J", after=r"(?:,[^,]{1,4},)?[vbhnVIiy]{1,4}{figure}"),
    rule("toll-from-to", "T", after=r"[^;KkgDdZCcXTw]{0,10}?I(?P<previous>[79])i{figure}"),
    rule("toll-to-from", "T", after=r"[^;KkgDdZCcXTw]{0,12}?[iI]{figure},?(?:v|I)*I(?P<previous>[79])"),
    rule("from-to-toll", "T", before=r"[tv]*(?P<v>[79])i(?P<previous>[79])I"),
    rule("toll-of", "T", after=r"[^;:wKkgDdZCcXT789]{0,24}?(?P<v>[79])(?!v*[KZCcJ])"),
    rule("toll-colon", "T", after=r":(?P<v>[79])(?!v*[KZCcJ])"),
    rule("trend", "T", after=r"(?:[Fsy]){0,3}[wvbhi]*[Vu](?P<v>)"),
    rule("counted-of", "X", before=r"[jus]*(?P<v>[79])"),
    rule("of-victims", "X", after=r"(?P<v>{list})"),
    rule("among", "M", before=r",?v*b{gap}{subject}"),
    rule("among-first", "M", after=r"[:b]v*(?P<v>{list})"),
    rule("part", "f", after=r"(?P<v>{list})"),
    rule("part-before", "f", before=r"(?P<v>{tsil})"),
    rule("adjacent", "KZ", before=r"v*(?P<v>[79])(?=[iFIW])", after=r"(?![79618yuj])"),
    rule("headline-list", "KZ", before=r"(?P<v>[981235?7](?:,[981235?7]){1,3})(?=$|[:\"—])"),
    rule("leaving", "KZ", before=r"{adv}(?P<v>{tsil})L"),
    rule(
        "transfer",
        "KDd",
        before=r"(?P<aux>{xua}[bh]{xua})(?:{aside})?(?:{plain}|[IFBivQ]){0,10}?,?(?P<from>[ZKD])v*{subject}",
    ),
    rule("being", "K", before=r"bQ(?P<v>)"),
    rule("relative", "KDd", before=r"(?P<aux>{xua})P(?P<v>[1256])(?=F)"),
    rule("passive", "K", before=r"(?P<aux>{xua}b{xua}){gap}{subject}"),
    rule("active", "Kgk", after=r"{adv}(?P<v>{list})"),
    rule("active-shared", "Kg", after=r"[&|]v?[KgC]{adv}(?P<v>{list})"),
    rule("inverted", "KZ", after=r"(?:[IF]{plain}+)?b(?P<v>{list})"),
    rule("participle", "K", before=r"(?P<aux>{xua}){gap}{subject}", after=r"(?!v*z)"),
    rule("died", "Dd", before=r"i?(?P<aux>{xua}){gap}{subject}"),
    rule("state", "Z", before=r"(?P<aux>{xua}){gap}{subject}", after=r"(?![yu?])"),
)
BY_SHAPE = {shape: tuple(row for row in RULES if shape in row.shapes) for shape in "KgkDdZCcXTMfJS%!<"}
