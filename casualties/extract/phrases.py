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
from typing import NamedTuple

from casualties.extract.lexemes import Sentence
from casualties.extract.traits import words as words_of

# What may stand before the head inside a noun phrase.
MODIFIER = (
    r"""(?:[jrNY]|O(?![CcKDZ])|u|V(?=[jruNmHYGy])|G(?=[mHyu])|y'?(?=[mHyu])|y-(?=[uV])|m'?(?=[yujNVG])"""
    r"""|m'(?=[mH])|[mH](?=[mH])|[KZ](?=[mH])|v(?=[jVKu])|x(?=[mH])|'(?=[jmHuyNV])"""
    r"""|"(?=[jruNmHYA-Z])|-(?=[jumHNyYV]))"""
)
PHRASE = re.compile(
    rf"""
    (?P<zero>0(?:F[tpU]\#?|FP)?(?:{MODIFIER}){{0,5}}[mH]?)
  | (?P<partitive>\#(?:F[tp][jr]*[KZ](?!B)|FU))
  | (?P<counted>[tpA]?[jv]?\#r?(?:F[tp]?[jyuN]{{1,3}}'\#|F[tpU]?\#?|FP)?(?:{MODIFIER}){{0,7}}[mHy]?)
  | (?P<ordinal>[atAp]?O(?:{MODIFIER}){{0,4}}(?:m|(?=c))|tO(?=b))
  | (?P<indefinite>[aA](?:{MODIFIER}){{0,7}}[mHyu]?)
  | (?P<fallen>t[jr]*[KZ](?=[IFv,bDdwhQ.;~]|&(?![KZ])|$))
  | (?P<definite>[tp](?:v(?=[mHj]))?(?:{MODIFIER}){{0,7}}(?:[mHy]|u)?)
  | (?P<named>(?:[jm](?=N)|Y(?=N))?N(?:[-".]?N|'N|"N+")*(?:\.(?=,))?
      (?:'(?:{MODIFIER}){{0,5}}[mHy])?(?:(?:{MODIFIER}){{0,5}}[mHy])?)
  | (?P<bare>(?:{MODIFIER}){{0,6}}[mH])
  | (?P<age>Y)
  | (?P<other>[yuj](?:[jyuN'-])*)
    """,
    re.VERBOSE,
)

# what may be the word "both" alone
BEFORE_A_FATE = re.compile("y(?=[bhDKd])")
# an age told between commas after one person: "the girl, nine, died"
AGE_BETWEEN = re.compile(r"([1256O]),7,")
# "two brothers aged six, eight and ten", and, told after as many, "three boys, 6, 8 and 10,"
AGES_OF_MANY = re.compile(r"(?<=[98734]),?yx(?:,[x7])*(?:,?&[x7])?")
AGES_OF_ALL = re.compile(r"(?<=[983]),(?P<ages>[x7](?:,[x7]){0,8},?&[x7])(?=,)")
# "a man of 60", where "a father of 14" has as many children
AGE_OF_ONE = re.compile(r"(?<=[125])F7")
# "near Mombasa, Kenya, on Thursday"
PLACE_IN_PLACE = re.compile(r"(?<=I6,)6(?=,)")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")


class Phrase(NamedTuple):
    """A noun phrase or a single token: its symbol and its tokens (half-open)."""

    symbol: str
    first: int
    last: int


@dataclass(slots=True)
class Phrases:
    """The phrases of a sentence: a symbol for each, and the token that each begins with, then where the last one ends.

    They cover the tokens in order without a gap. Most are single tokens that nobody asks for, so none is made before.
    """

    symbols: str
    firsts: list[int]

    def __len__(self) -> int:
        return len(self.symbols)

    def __getitem__(self, at: int) -> Phrase:
        return Phrase(self.symbols[at], self.firsts[at], self.firsts[at + 1])


# the symbols of the kinds that have but one
SYMBOLS = {"zero": "0", "partitive": "7", "fallen": "J", "ordinal": "O", "age": "1", "other": "y"}
# the symbol of "a …" by the tag of its head; "an aid personnel" is one, however plural the noun
INDEFINITE = {"m": "1", "Y": "1", "r": "1", "H": "1", "y": "z"}


def symbol_of(kind: str, tags: str, head: str) -> str:
    """Return the symbol of a noun phrase from its kind, its tags and the tag of its head."""
    if kind in SYMBOLS:
        return SYMBOLS[kind]
    if kind == "counted":
        if head in "mHY":
            return "9"
        if head == "y":
            return "z"
        return "8" if head in "uN" else "7"
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
    return "5" if head == "m" else "4"  # bare


def phrases(sentence: Sentence) -> Phrases:
    """Return the phrases of a sentence."""
    tags = sentence.tags
    symbols: list[str] = []
    firsts: list[int] = []
    at = 0
    for match in PHRASE.finditer(tags):
        first, last = match.span()
        symbol = symbol_of(match.lastgroup or "other", match[0], tags[last - 1])
        if symbol == "2" and sentence.words[last - 1] in words_of("several-more"):
            symbol = "3"  # one tag for "other" and "others"
        symbols += tags[at:first], symbol
        firsts.extend(range(at, first + 1))
        at = last
    firsts.extend(range(at, len(tags) + 1))
    told = PLACE_IN_PLACE.sub("y", both("".join(symbols) + tags[at:], firsts, sentence))
    return Phrases(ages(told, firsts, sentence), firsts)


def both(symbols: str, firsts: list[int], sentence: Sentence) -> str:
    """Read the word alone as two of those told before: “both died”."""
    for match in BEFORE_A_FATE.finditer(symbols):
        at = match.start()
        if " ".join(sentence.words[firsts[at] : firsts[at + 1]]) in words_of("told-before"):
            symbols = f"{symbols[:at]}3{symbols[at + 1 :]}"
    return symbols


def ages(symbols: str, firsts: list[int], sentence: Sentence) -> str:
    """Turn bare counts that are ages or years into distractors."""
    if "7" not in symbols:
        return symbols
    told = list(AGES_OF_MANY.sub(lambda match: match[0].replace("7", "x"), AGE_BETWEEN.sub(r"\1,x,", symbols)))
    for match in AGES_OF_ALL.finditer(symbols):
        group = sentence.numbers.get(firsts[match.start() - 1])
        number = re.sub("[^x7]", "", match["ages"])
        if group is None or group.low == group.high == len(number):
            told[slice(*match.span("ages"))] = match["ages"].replace("7", "x")
    for match in AGE_OF_ONE.finditer(symbols):
        if sentence.words[firsts[match.start()] - 1] in words_of("plain") | words_of("young"):
            told[slice(*match.span())] = "xx"
    for at, symbol in enumerate(symbols):
        if symbol != "7":
            continue
        if told[at] == "x":
            sentence.labels[firsts[at]] = "age"
        elif at and told[at - 1] in "IQv" and YEAR.match(sentence.words[firsts[at]]):
            told[at] = "x"
            sentence.labels[firsts[at]] = "year"
    return "".join(told)
