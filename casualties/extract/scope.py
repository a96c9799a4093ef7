"""Which sentences speak of something else: another event, a period, a threat, a drill, a fear."""

import re

from casualties.model import Moment

MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
YEAR = re.compile(r"\b(19\d\d|20\d\d)\b")
BACKGROUND = re.compile(
    rf"""\b(?:
      last\ (?:month|year|week|summer|winter|fall|autumn|spring|{MONTHS}) | (?:earlier|late|early)\ (?:this|last)\ (?:month|year|week) | earlier\ in\ the\ (?:week|month|year)
    | (?:two|three|four|five|six|seven|eight|nine|ten|several|many|\d+|some)\ (?:years|months|weeks|decades)\ (?:ago|earlier|before|later)
    | (?:a|one)\ (?:year|month|week|decade)\ (?:ago|earlier|before) | years\ ago | anniversary | in\ memory\ of | (?:previous|past|earlier|similar)\ (?:attacks?|shootings?|incidents?|strikes?|bombings?|blasts?|crash(?:es)?|accidents?|killings?|disasters?|case|cases|cause)
    | a\ (?:day|week|month|year)\ after\ (?=\w+\ (?:than\ )?\d) | comes?\ (?:just\ )?(?:a|one|two|three|days|weeks|hours)\ (?:\w+\ )?after
    | in\ recent\ (?:years|months|weeks) | the\ previous\ (?:week|month|year)
    )\b""",
    re.VERBOSE,
)
PERIOD = re.compile(
    r"""\b(?:
      (?:so\ far\ |already\ )?this\ year | year[\ -]to[\ -]date | since\ (?:the\ (?:start|beginning|outbreak|invasion|war|conflict)|january|february|march|april|may|june|july|august|september|october|november|december|19\d\d|20\d\d|then)
    | (?:each|every|per)\ (?:year|month|week|day) | annually | in\ all\ of\ \d{4} | over\ the\ (?:past|last)\ (?:\w+\ )?(?:years?|months?|weeks?|decades?) | in\ the\ (?:past|last)\ (?:\w+\ )?(?:years?|months?|weeks?|decades?)
    | a\ (?:day|week|month|year)\ after\ (?=\w+\ (?:than\ )?\d) | comes?\ (?:just\ )?(?:a|one|two|three|days|weeks|hours)\ (?:\w+\ )?after
    | in\ recent\ (?:years|months) | a\ year\b
    )""",
    re.VERBOSE,
)
HYPOTHETICAL = re.compile(
    r"\b(?:if|unless|in case|threat(?:en(?:ed|s|ing)?)?|threats|plot(?:ted|ting)?|drill|mock|simulated|simulation|actors?|fictional|movie|film|episode|novel|thriller|video game|war game|in the exercise|on stage|painting)\b"
    r"|\b(?:attempt(?:ed|s|ing)?|tried|try|trying|intent(?:ion)?|intend(?:ed|ing)?|want(?:ed|s|ing)?|plann?(?:ed|ing)?|designed|aimed|vowed|enough|fail(?:ed|ing)?|going) (?:\w+ ){0,2}?to (?:\w+ ){0,2}$"
)
FEARED = re.compile(
    r"\b(?:fear(?:ed|s)?|presumed|believed)\b(?=[^.]{0,30}\b(?:dead|killed|died|dying|trapped|drowned|lost)\b)"
)
# A death that people march, strike or speak about happened before and elsewhere.
REMEMBERED = re.compile(
    r"\b(?:protest(?:s|ed|ing|ers)?|demonstrat\w+|rall(?:y|ied|ies)|march(?:ed)?|vigil|sit-in|condemn\w*|commemorat\w+|memorial|mourn\w*|recent)\b.{0,120}\b(?:killings?|deaths?|murders?|assassinations?|slayings?|massacres?|lynchings?|bodies) of\b",
    re.DOTALL,
)
DRILL = re.compile(
    r"\b(?:drill|mock|mass[- ]casualty exercise|training exercise|simulat(?:ed|ion)|staged (?:crash|accident)|role-?players?)\b"
)
ANNIVERSARY = re.compile(r"\banniversary\b|\b(?:years|decades) (?:on|later|after)\b|\bremember(?:s|ed|ing)\b")
SUPERLATIVE = re.compile(r"\b(?:deadliest|worst|bloodiest|biggest|largest|first such)\b")
UNCONFIRMED = re.compile(
    r"\b(?:unconfirmed|reportedly|not been (?:independently )?(?:confirmed|verified)|could not be (?:independently )?(?:confirmed|verified)|allegedly|rumou?rs?)\b"
)


AFTERMATH = re.compile(
    r"\b(?:(?:weeks?|months?|years?) after|compared (?:it |them )?(?:with|to)|already in mourning for|had served time for|elsewhere in the (?:country|state|region))\b"
)
DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied) (?:that|any|reports?|claims?|killing|having)|dismissed (?:claims?|reports?|as)|not true that|rejected (?:rumou?rs|claims?|reports?)|refuted|no truth in|disputed the|false (?:rumou?rs|reports?|claims?)|"
    r"(?:rumou?rs|reports?|claims?) (?:were|was|are) (?:false|unfounded|untrue))\b"
)
MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS.split("|"), 1)}
MONTH_DAY = re.compile(rf"\b({MONTHS})\ (\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\ \d{{4}})")
# A day told without its year, this many days or more from publication, is another event's.
FAR = 25


def far_day(sentence: str, published: Moment) -> str:
    """Return the month and day that a sentence names, when they lie far from publication in any year."""
    for match in MONTH_DAY.finditer(sentence):
        month, day = MONTH_NUMBERS[match[1]], int(match[2])
        off = abs((month - published.at.month) * 30.4 + day - published.at.day)
        if FAR < min(off, 365 - off):
            return match[0]
    return ""


def scope_of(sentence: str, before: str, published: Moment | None) -> tuple[str, str]:
    """Return the kind a sentence forces on a claim ("background", "period" or "") and the words that say so.

    `before` is the part of the sentence before the casualty word.
    """
    match = PERIOD.search(sentence)
    if match and SUPERLATIVE.search(sentence):
        return "background", match[0]
    if match:
        return "period", match[0]
    match = BACKGROUND.search(sentence) or AFTERMATH.search(before) or REMEMBERED.search(sentence)
    if match:
        return "background", match[0][:60]
    if published is not None:
        day = far_day(sentence, published)
        if day:
            return "background", day
        for year in YEAR.finditer(sentence):
            if abs(int(year[1]) - published.at.year) > 1 or int(year[1]) == published.at.year - 1:
                return "background", year[1]
    return "", ""


def status_of(sentence: str, before: str) -> str:
    """Return the status that the words of a sentence give a claim; `before` is the part before its casualty word."""
    if DENIED.search(before) or (
        before.lstrip().startswith(("reports that", "claims that", "rumors that", "rumours that"))
        and "false" in sentence
    ):
        return "denied"
    if HYPOTHETICAL.search(before):
        return "hypothetical"
    if FEARED.search(sentence):
        return "feared"
    if UNCONFIRMED.search(sentence):
        return "unconfirmed"
    return "asserted"
