"""Tagged tokens to phrases: each noun phrase becomes one symbol, every other token keeps its tag.

The rules (rules.py) are expressions over this string of symbols:

    9 counted people ("six soldiers")       8 counted, noun unknown ("two shepherds")   7 a bare count ("six others")
    1 one, indefinite ("a man")             2 one, definite ("the driver", "his wife")  5 one, bare ("man")
    3 several, definite ("the victims")     4 several, bare ("soldiers")                6 named ("Abu Taqwa")
    0 nobody ("no one", "none of them")     O one by its number ("a third child")       ? one, unknown ("a shepherd")
    J the hurt or dead ("the wounded")      q he, she (P, U other pronouns)
    z a counted or definite thing ("six cows", "the house")                             y everything else
"""

import re
from dataclasses import dataclass

from casualties.extract.lexemes import Sentence

# What may stand before the head inside a noun phrase.
MODIFIER = (
    r"""(?:[jrNY]|O(?![CcKDZ])|u|V(?=[jruNmHYG])|G(?=[mHyu])|y'?(?=[mHyu])|y-(?=[uV])|m'?(?=[yujNVG])"""
    r"""|m'(?=[mH])|[mH](?=[mH])|[KZ](?=[mH])|v(?=[jVKu])|x(?=[mH])|'(?=[jmHuyNV])"""
    r"""|"(?=[jruNmHYA-Z])|-(?=[jumHNyYV]))"""
)
PHRASE = re.compile(
    rf"""
    (?P<zero>0(?:F[tpU]\#?|FP)?(?:{MODIFIER}){{0,5}}[mH]?)
  | (?P<partitive>\#(?:F[tp][jr]*[KZ](?!B)|FU))
  | (?P<counted>[tpA]?[jv]?\#r?(?:F[tpU]?\#?|FP)?(?:{MODIFIER}){{0,7}}[mHy]?)
  | (?P<ordinal>[atAp]?O(?:{MODIFIER}){{0,4}}(?:m|(?=c)))
  | (?P<indefinite>[aA](?:{MODIFIER}){{0,7}}[mHyu]?)
  | (?P<fallen>t[jr]*[KZ](?=[IFv,bDdwh.;~]|$))
  | (?P<definite>[tp](?:v(?=[mHj]))?(?:{MODIFIER}){{0,7}}(?:[mHy]|u)?)
  | (?P<named>(?:[jm](?=N)|Y(?=N))?N(?:[-".]?N|'N|"N+")*(?:\.(?=,))?
      (?:'(?:{MODIFIER}){{0,5}}[mHy])?(?:(?:{MODIFIER}){{0,5}}[mHy])?)
  | (?P<bare>(?:{MODIFIER}){{0,6}}[mH])
  | (?P<age>Y)
  | (?P<other>[yuj](?:[jyuN'-])*)
    """,
    re.VERBOSE,
)


@dataclass(slots=True)
class Phrase:
    """A noun phrase or a single token: its symbol, its tokens (half-open) and the token of its number, if any."""

    symbol: str
    first: int
    last: int
    number: int = -1


# the symbol of "a …" by the tag of its head; "an aid personnel" is one, however plural the noun
INDEFINITE = {"m": "1", "Y": "1", "r": "1", "H": "1", "y": "z"}


def symbol_of(kind: str, tags: str, head: str) -> str:
    """Return the symbol of a noun phrase from its kind, its tags and the tag of its head."""
    if kind == "zero":
        return "0"
    if kind == "partitive":
        return "7"
    if kind == "fallen":
        return "J"
    if kind == "counted":
        if head in "mHY":
            return "9"
        if head == "y":
            return "z"
        return "8" if head in "uN" else "7"
    if kind == "ordinal":
        return "O"
    if kind == "indefinite":
        return INDEFINITE.get(head, "?") if tags not in ("a", "A") else "1" if tags == "A" else "y"
    if kind == "definite":
        if tags == "p":
            return "q"
        if head == "N" and "m" in tags:
            return "2"  # "the actress Ilse Brandt"
        return (
            "2" if head in "mY" or tags == "tr" else "3" if head == "H" or tags == "pr" else "z" if head == "y" else "y"
        )
    if kind == "named":
        return (
            "2"
            if "'" in tags and head == "m"
            else "5"
            if head == "m"
            else "4"
            if head == "H"
            else "y"
            if head == "y"
            else "6"
        )
    if kind == "bare":
        return "5" if head == "m" else "4"
    return "1" if kind == "age" else "y"


def phrases(sentence: Sentence) -> list[Phrase]:
    """Return the phrases of a sentence, covering its tokens in order without a gap."""
    tags = sentence.tags
    found: list[Phrase] = []
    at = 0
    for match in PHRASE.finditer(tags):
        first, last = match.span()
        if first == last:
            continue
        if at < first:
            found.extend(map(Phrase, tags[at:first], range(at, first), range(at + 1, first + 1)))
        kind = match.lastgroup or "other"
        symbol = symbol_of(kind, match[0], tags[last - 1])
        number = (
            tags.find("#", first, last)
            if kind in ("counted", "partitive")
            else tags.find("0", first, last)
            if kind == "zero"
            else -1
        )
        found.append(Phrase(symbol, first, last, number))
        at = last
    found.extend(Phrase(tags[i], i, i + 1) for i in range(at, len(tags)))
    return found
