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
    "one": "[9871235460O?PU]",
    "strong": "[9871O0]",
    "list": "(?:{one}(?:,x,|,x(?=[&|W])|x)?(?:(?:,[&|]|[,&|W]|,W)(?:{one})(?:,x,|,x(?=[&|W])|x)?){0,12}(?:,x)?)",
    "tsil": "(?:(?:x,)?(?:,x,|x,|x)?{one}(?:(?:[&|],|[,&|W]|W,)(?:,x,|x)?{one}){0,12})",
    # what may stand between the victims and the word, read leftwards
    "plain": "[y?6x2354v7#9p8uU1j-]",
    "pp": "(?:{plain}{1,4}(?:[IFBWQi]v?[GVu]?|G))",
    "rel": "(?:(?:{plain}|[IFBivbhVG]){1,8}[PRQ],?)",
    "aside": "(?:,[^,KkgDdTXZ;:]{1,14},)",
    "incl": "(?:,?{tsil}f,?)",
    "xua": "(?:[wbhvne]|&v?V|[bh]i|[bh]is|[bh]iV|iV|is)*",
    "gap": "(?:{aside}|{incl}|{pp}{1,3},?|{rel}|\\)[^()]{1,14}\\(|,?[PR],?|Q){0,4}?",
    "adv": "(?:[v]|Iv)*",
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


# shapes by tag: K killed (past, participle), g killing, k kills, D died, d dies, Z dead, C deaths, c death, X the death of, T toll
RULES = (
    rule("zero-noun", "Cc", before=r"(?:[jus]|K|V)*(?P<v>0)"),
    rule("counted-noun", "C", before=r"(?:[jus]|K|V)*(?P<v>[79])"),
    rule("one-noun", "c", before=r"(?:[jus]|K|V)*(?P<v>[791?])"),
    rule("toll-from-to", "T", after=r"[^;.K]{0,8}?I(?P<previous>[789])i(?P<v>[789])"),
    rule("toll-to-from", "T", after=r"[^;.K]{0,8}?i(?P<v>[789]),?(?:v|I)*I(?P<previous>[789])"),
    rule("toll-of", "T", after=r"(?:[Fs]|y)*(?:[vwbhnieVI]|G|u|y|L|:|-|[(])*?(?P<v>[789])"),
    rule("of-victims", "X", after=r"(?P<v>{list})"),
    rule("leaving", "KZ", before=r"{adv}(?P<v>{tsil})L"),
    rule("passive", "K", before=r"(?P<aux>{xua}b{xua}){gap}(?P<v>{tsil})"),
    rule("active", "Kgk", after=r"{adv}(?P<v>{list})"),
    rule("inverted", "KZ", after=r"(?:[IF]{plain}+)?b(?P<v>{list})"),
    rule("participle", "K", before=r"(?P<aux>{xua}){gap}(?P<v>{tsil})"),
    rule("headline-base", "k", after=r"{adv}(?P<v>{list})"),
    rule("died", "Dd", before=r"(?P<aux>{xua}){gap}(?P<v>{tsil})"),
    rule("state", "Z", before=r"(?P<aux>{xua}){gap}(?P<v>{tsil})"),
    rule("premodifier", "K", before=r"(?P<v>[79])(?=.|$)", after=r"[34]"),
)
BY_SHAPE = {shape: tuple(row for row in RULES if shape in row.shapes) for shape in "KgkDdZCcXT"}
