"""The rules: expressions over phrase symbols that tie a casualty word to its victims.

A rule is a row. It is tried at each casualty word of its shapes, rows in order, and the first that fits wins; a
casualty word is used once. `before` is read leftwards from the word (so it is written mirrored: nearest first),
`after` rightwards; the group `v` holds the victims. Shared parts are named strings in PARTS: improving one improves
every rule.
"""

import functools
import re
from dataclasses import dataclass

from casualties.lexicon.load import read

PARTS = {
    # one victim phrase, and lists of them ("a man, his wife and two children"; ages may stand between: "Collins, 22, and …")
    "one": "[9871235460O?qJ]",
    "plural": "[98712350O?q4J]",
    "list": "(?>(?:{one}{which}{note}{ages}(?:,{one}{which}{note}{ages}){0,20},?[&|W]{one}{note}(?!v*[bhKZDCd])|{one}{note}{ages})(?:[&W]{one}{note}(?!v*[bhKZDCd])){0,3})",
    # whose or of what a single member is: "the mayor of Arda, his deputy and two guards"
    "which": "(?:(?<=[1256?])F[yz62]{1,2}(?=[,&|(]))?",
    # what is told of a member in brackets, and the same read leftwards
    "note": "(?:\\([^()KkgDdTXZ]{1,14}\\))?+",
    "eton": "\\)[^()KkgDdTXZ]{1,14}\\(",
    "age": "(?:,?x(?:[&,]{1,2}x){0,9},|x(?:[&,]{1,2}x){0,4}y|x{1,2}|{eton})?",
    "ages": "(?:xx|,x(?:[&,]{1,2}x){0,9})?",
    "tsil": "(?>{age}{one}(?:,{one}(?=,?&))?(?:(?:[&|W][,;](?:{one}f,)?|[&|W]){age}(?:[y?6zj5-]{1,3}[FI])?{one}(?:(?<=6)[34])?(?:[,;](?:x,|{eton})?(?:[yz62]{1,2}F(?=[1256?]))?{one})*+(?![gkX])){0,3})",
    # what may stand between the victims and the word, read leftwards
    "plain": "[yz?6x2354v7#9p8uU1jOJqP-]",
    "pp": "(?:(?:{plain}|'){1,4}V?(?:[IFBWQiE]v?[GVu]?|G))",
    "rel": "(?:(?:{plain}|[IFBEivbhVG]){1,8}[PRQ],?)",
    "aside": "(?:,[^,KkgDdTXZ;:]{1,14},|,?—?—?x,?&,?x(?:,x){0,9}y(?:—|,)—?|—[^—KkgDdTXZ;:]{1,20}—)",
    "incl": "(?:,?{tsil}f,?|,f?{tsil},|\\)[^()]{1,14}\\()",
    "xua": "(?:[wbhvne]|Lb|[&,]v?V|[bh]i|i[sV])*",
    "gap": "(?:{aside})?,?(?:{aside}|{incl}|{pp}{1,3}?,?|{rel}|,?[PR],?|Q|I(?=[978])){0,4}?",
    "subject": "(?P<v>{tsil}(?![FIBWifXgkK])|(?!{tsil}f){age}{one}(?=,?[&|])|{one}(?=&,))",
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
    """One row: a name, what it reads with an example, the shapes of casualty words it is for, and where victims stand."""

    name: str
    doc: str
    shapes: str
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None


def rule(name: str, doc: str, shapes: str, before: str = "", after: str = "") -> Rule:
    """Make a row from patterns in named parts."""
    return Rule(name, doc, shapes, written(before) if before else None, written(after) if after else None)


# The shapes of casualty words, by their tags: K killed (past, participle), g killing, k kills, D died, d dies, Z dead,
# C deaths, c death, X the death of, T death toll, J the dead, M among the dead, f including, S killed himself, % burns,
# ! double murder, < up from, > to the hospital, @ found alive, = survivors. Within a shape the first row that fits wins.
RULES = (
    rule(
        "self-relative",
        "the same, named inside a longer phrase: “the mother of the boy who killed himself”",
        "S",
        before=r"(?P<aux>{xua})P,?(?P<v>[1256?](?:,[1256?])?)(?=[FBWi])",
    ),
    rule(
        "self-subject",
        "the victim did it to himself, and stands before the word: “the shooter killed himself”",
        "S",
        before=r"(?P<aux>{xua}){gap}{subject}",
    ),
    rule("self", "the doer is the victim: “… before turning the gun on himself”", "S", after=r"(?P<v>)"),
    rule(
        "none-survived",
        "nobody lives of those who were there: “none of the 12 survived”",
        "=",
        before=r"(?:[jus]|v)*(?:I|{pp})?(?P<v>0)",
    ),
    rule(
        "found-missing",
        "missing people who are found: “two people listed as missing have turned up alive”",
        "@",
        before=r"(?P<aux>{xua})(?:{aside})?(?![9874])(?:{plain}|[IFBivQ'VG]){0,10}?,?(?P<from>[ZKTC])[vIty]*{xua}(?:P,?)?{subject}",
    ),
    rule(
        "found",
        "people who were looked for, and are found: “all nine were found safe”",
        "@",
        before=r"(?P<aux>{xua}){gap}{subject}",
    ),
    rule("replaced", "the figure that another replaces: “up from 54”", "<", after=r"(?P<v>7)(?![KZC])"),
    rule(
        "in-addition",
        "two victims joined by their first words: “in addition to the bomber, three soldiers were killed”",
        "KDZ",
        before=r"(?P<aux>{xua})(?P<v>{one},{one})[+]",
    ),
    rule("event", "a noun for the deed that holds its count: “a double murder”", "!", after=r"(?P<v>)"),
    rule(
        "labelled",
        "a label and its figure, as in a table: “Killed: 4”",
        "CcKZT",
        after=r"(?<![bh98731].)(?<![bh]v.)[:|—](?P<v>7)(?!v*[KZCc])",
    ),
    rule(
        "zero-noun",
        "none, before nouns for casualties: “no deaths or injuries were reported”",
        "Cc",
        before=r"(?:[jusF]|K|V)*(?:[|,&][CcZ](?:[jus]|K|V)*){0,2}(?P<v>0)",
        after=r"(?![yujm5])",
    ),
    rule(
        "counted-noun", "a count before a noun for casualties: “12 deaths”", "C", before=r"(?:[jus]|K|V)*(?P<v>[798])"
    ),
    rule(
        "one-noun",
        "one, before a noun for a casualty: “one fatality”, “a third death”",
        "c",
        before=r"(?:[jus]|K|V)*(?P<v>[7981?O])",
    ),
    rule(
        "whose-noun",
        "the owner of a death or a body: “the girl's body was found”",
        "c",
        before=r"(?:[jus]|K|V)*'(?P<v>[1256?])",
    ),
    rule("have-noun", "people who have injuries: “96 have minor injuries”", "Cc", before=r"(?:[jusyka?]|V)*h{subject}"),
    rule(
        "harm",
        "people who have, suffer or are left with a harm: “two suffered burns”",
        "%",
        before=r"(?:[jusyzkam?75]){0,4}[hVGWI]{1,2}v*(?P<aux>{xua}){gap}{subject}",
    ),
    rule(
        "noun-from-to",
        "a noun for casualties and its old and new figure: “deaths rose from seven to nine”",
        "C",
        after=r"[^;KkgDdZCcXTw]{0,14}?[I<](?P<previous>[79])[vI]?i{figure}",
    ),
    rule(
        "noun-figure",
        "a noun for casualties and then its figure: “fatalities reached 154”",
        "C",
        after=r"(?:[vwbhne]|V|u|y|G|I[x6y]*){1,5}i?{figure}",
    ),
    rule(
        "fallen-list",
        "the dead or hurt as a group, then listed: “the dead are Ann Lee and two children”",
        "J",
        after=r"(?:—[^—]{1,6}—)?(?:h?bv*(?:VQ)?|Q)(?P<v>{one}(?:,x)?(?:[;,]&?{one}(?:,x)?)+|{list})(?![yzujIFK])",
    ),
    rule(
        "fallen-aside",
        "the dead or hurt as a group, and their number beside: “the dead, nine in all”",
        "J",
        after=r"[—,(]v*(?P<v>7)(?:[IFvyt]|U){0,3}[—,)]",
    ),
    rule(
        "fallen-figure",
        "the dead or hurt as a group, and their number: “the injured number 141”",
        "J",
        after=r"(?:,[^,]{1,4},)?[vbhnVIiy]{1,4}{figure}",
    ),
    rule(
        "toll-from-to",
        "the toll with its old and its new figure: “the toll rose from 73 to 103”",
        "T",
        after=r"[^;KkgDdZCcXTw]{0,10}?[I<](?P<previous>[79])[vI]?i{figure}",
    ),
    rule(
        "toll-to-from",
        "the toll with its new and its old figure: “the toll fell to 95 from 103”",
        "T",
        after=r"[^;KkgDdZCcXTw]{0,12}?[iI]{figure},?(?:v|I)*I(?P<previous>[79])",
    ),
    rule(
        "from-to-toll",
        "old and new figure before the toll: “lowered from 95 to 84 the number killed”",
        "T",
        before=r"[tvy]*(?P<v>[79])i(?P<previous>[79])[I<]",
    ),
    rule(
        "toll-was-is",
        "the toll with an aside on its old figure, and its new one: “the toll, earlier put at 12, is now 15”",
        "T",
        after=r",R?[vwbhnVIs]{1,4}(?P<previous>[79]),[vwbhnVIiy]{1,5}{figure}",
    ),
    rule(
        "toll-by-to",
        "how far the toll moved, and its new figure: “the toll rose by six to 37”",
        "TC",
        after=r"[^;KkgDdZCcXTw789]{0,10}?B[79],?i{figure}",
    ),
    rule(
        "toll-by",
        "how far the toll rose, and no new figure: “the toll rose by six”",
        "TC",
        after=r"[^;KkgDdZCcXTw789]{0,10}?V(?=B(?P<v>[79])(?!v*[KZCcJ]))",
    ),
    rule(
        "toll-of",
        "the toll and its figure: “the death toll stands at 31”",
        "T",
        after=r"(?:(?!,&|,Q[79])[^;:wKkgDdZCcXT789]){0,24}?(?<!B)(?<!Bv)(?P<v>[79])(?!v*[KZCcJ])",
    ),
    rule("toll-colon", "the toll, a colon and its figure: “death toll: 12”", "T", after=r":(?P<v>[79])(?!v*[KZCcJ])"),
    rule(
        "trend",
        "the toll moves, and no figure is given: “the death toll rose”",
        "T",
        after=r"(?:[Fsy]){0,3}?[vbhi]*[VuyG](?P<v>)",
    ),
    rule("counted-of", "a count before “bodies of”: “22 bodies of militants”", "X", before=r"[jus]*(?P<v>[79])"),
    rule(
        "of-victims",
        "a noun followed by its victims: “the death of four miners”",
        "X",
        after=r"(?P<v>{list}(?:&5(?=b))?)",
    ),
    rule(
        "noun-figure",
        "a noun for casualties with its place, and then its figure: “deaths in the flood now total 12”",
        "CX",
        after=r"(?:[IF]?[yutzxN6G54]){1,6}?v*(?:[wbhn]v*)*[Vyu]v*[iI]?{figure}",
    ),
    rule("among", "some of the dead or hurt: “a child was among the dead”", "M", before=r",?v*b{gap}{subject}"),
    rule(
        "among-first",
        "some of the dead or hurt, told after the words: “among the dead were two nurses”",
        "M",
        after=r"[:b]v*(?P<v>{list})",
    ),
    rule("part", "some of those just counted: “including three children”", "f", after=r"(?P<v>{list})"),
    rule(
        "part-before",
        "some of those just counted, told before the words: “six others, two children among them”",
        "f",
        before=r"(?P<v>{one}(?:[,&]{1,2}{one}){0,6}?(?=,[79])|{tsil})",
    ),
    rule(
        "adjacent",
        "a count right before the word: “with 132 injured”",
        "KZ",
        before=r"v*(?P<v>[79](?:,?&[79]){0,3})(?=[iFIW])",
        after=r"(?![79618yuj])",
    ),
    rule(
        "headline-list",
        "a list with commas alone, in a headline: “mother, two children killed in fire”",
        "KZd",
        before=r"(?P<v>[981235?7](?:,[981235?7]){1,3})(?=$|[:;\"—])",
    ),
    rule("leaving", "people left dead or hurt: “leaving six others critical”", "KZ", before=r"{adv}(?P<v>{tsil})L"),
    rule(
        "sent",
        "people sent where the hurt are sent: “the crash sent two people to the hospital”",
        ">",
        before=r"{adv}(?P<v>{tsil})[VG]",
    ),
    rule(
        "transfer",
        "people of another category of whom this is the outcome: “two people wounded in the attack have died”",
        "KDd",
        before=r"(?P<aux>{xua}[bh]{xua})(?:{aside})?(?![9874])(?:{plain}|[IFBivQ']){0,10}?,?(?P<from>[ZKDC])v*{subject}",
    ),
    rule(
        "being",
        "the doer of the deed before is the victim: “… before being shot dead by police”",
        "K",
        before=r"bQ(?P<v>)",
    ),
    rule(
        "relative",
        "a victim named inside a longer phrase: “the parents of a girl who was shot”",
        "K*",
        before=r"(?P<aux>{xua}b{xua})P,?(?:x,)?(?P<v>[1256789?])(?=[FBWigkK*f])",
    ),
    rule(
        "relative-died",
        "the same with a verb of their own: “the parents of a girl who died”",
        "Dd",
        before=r"(?P<aux>{xua})P,?(?:x,)?(?P<v>[1256789?])(?=[FBWigkK*f])",
    ),
    rule(
        "reduced",
        "a victim named inside a longer phrase, with a bare participle: “the name of the boy killed in the crash”",
        "K",
        before=r"v*(?P<v>[125])(?=F[zy34])",
        after=r"(?=[IQB])",
    ),
    rule(
        "told-aside",
        "those who are then told one by one: “the victims, two women and a man, were found dead”",
        "K*DZ",
        before=r"(?P<aux>{xua}),(?P<v>{one}(?:(?:,?&,?|,){one}){1,5}?),(?=3)",
    ),
    rule(
        "passive",
        "the victims before a passive: “four people were killed”",
        "K*",
        before=r"(?P<aux>{xua}b{xua}){gap}{subject}",
    ),
    rule(
        "aboard",
        "those with whom what carried them is missing: “a helicopter with six people aboard is missing”",
        "KZ",
        before=r"(?P<aux>{xua})y?I(?P<v>9)W[zy6]",
    ),
    rule("aboard-with", "the same, told after: “it went missing with 12 people aboard”", "K", after=r"W(?P<v>9)I"),
    rule(
        "coordinated",
        "a second participle of one subject: “a man was pulled from the car and taken to hospital”",
        "K",
        before=r"v*&,?[yv@]?(?:{plain}{1,3}[IFBWi]v?){0,3}[yv@]?[V@](?P<aux>{xua}b{xua}){gap}{subject}",
    ),
    rule(
        "active-outcome",
        "several who are struck, and what became of them: “shot his wife and son dead”",
        "K",
        after=r"{adv}(?P<v>{one}{ages}(?:,{one}{ages}){0,5},?&{one})(?=[Zl](?:[IFQB.,;]|$))",
    ),
    rule("active", "the victims after the verb: “the blast killed four people”", "Kgk*", after=r"{adv}(?P<v>{list})"),
    rule(
        "active-shared",
        "two verbs that share their victims: “killed and wounded several people”",
        "Kg",
        after=r"[&|]v?[KgC]{adv}(?P<v>{list})",
    ),
    rule(
        "inverted",
        "the victims at the end: “killed were two soldiers”, “killed were Ann Lee, 40; and her son”",
        "KZ",
        after=r"(?:[IF]{plain}+)?b(?P<v>{one}(?:,{one})?(?:,x)?(?:;&?{one}(?:,{one})?(?:,x)?)+|{list})",
    ),
    rule(
        "participle",
        "the victims before a bare participle: “four people killed in blast”",
        "K",
        before=r"(?P<aux>{xua}){gap}{subject}",
        after=r"(?!v*[zUP])",
    ),
    rule("died", "the victims before the verb: “four people died”", "Dd", before=r"i?(?P<aux>{xua}){gap}{subject}"),
    rule(
        "carried",
        "people taken somewhere, and how: “two were evacuated by helicopter with serious injuries”",
        "D",
        before=r"{plain}?(?:(?:{plain}{1,3})?[IBi]){0,3}V(?P<aux>{xua}){gap}{subject}",
    ),
    rule(
        "state",
        "the victims before their state: “four people are dead”",
        "Z",
        before=r"(?P<aux>{xua}){gap}{subject}",
        after=r"(?![yu?])",
    ),
)
BY_SHAPE = {shape: tuple(row for row in RULES if shape in row.shapes) for shape in "KgkDdZCcXTMfJS%!<>*@="}

# Readings that are no pattern of their own (see mentions.py).
OTHER_READINGS = {
    "previous": "the older of two figures of one toll: “from 73 to 103”",
    "part-of": "some of those counted: “seven of them”",
    "premodified": "people named by what befell them: “six missing people”",
    "elsewhere": "those whom the same deed hit at another place: “nine in Basra and four in Mosul”",
    "ellipsis": "a second verb of the same victims: “was shot and died”",
}
DOCS = {row.name: row.doc for row in RULES} | OTHER_READINGS
STRUCK = "struck-"


@functools.cache
def precisions(language: str = "en") -> dict[str, float]:
    """Return how often the claims of each rule were right on data/gold (en/precision.toml says how it was measured)."""
    return dict(read(language, "precision")["precision"])


@functools.cache
def measured(language: str = "en") -> dict[str, int]:
    """Return how many claims of each rule that was measured on."""
    return dict(read(language, "precision").get("cases", {}))


def explained(name: str) -> str:
    """Return what the rule of a claim reads; empty for a name that is none."""
    doc = DOCS.get(name.removeprefix(STRUCK), "")
    return f"{doc}; shot, stabbed or hit, and told of no worse" if doc and name.startswith(STRUCK) else doc
