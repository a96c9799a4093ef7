"""Text to claims: who says how many were killed, injured or missing, and where exactly it stands."""

from collections.abc import Sequence

from casualties.extract.assembly import assemble
from casualties.extract.confidence import with_confidence
from casualties.extract.lexemes import lexicon, lowered, read_sentence, sentences
from casualties.extract.mentions import mentions_in
from casualties.extract.quotation import Quotation
from casualties.extract.toll import toll
from casualties.extract.voices import Heard, chain, speakers
from casualties.lexicon import categories
from casualties.lexicon.confidence import ConfidenceTable
from casualties.model import Article, Claim, Toll


def claims(article: Article) -> tuple[Claim, ...]:
    """Return every claim of an article, in text order. Any text will do; none raises."""
    lex = lexicon("en")
    low = lowered(article.text)
    cues = [match.start() for match in lex.cue.finditer(low)]
    if not cues:
        return ()
    found = []
    heard, quotation = Heard(article.text, low), Quotation()
    nth = 0
    for number, (start, end) in enumerate(sentences(article.text)):
        while nth < len(cues) and cues[nth] < start:
            nth += 1
        if nth < len(cues) and cues[nth] < end:
            sentence = read_sentence(article.text, low, start, end, lex)
            mentions, phrases = mentions_in(sentence, lex)
            speaking = speakers(sentence, phrases, heard)
            for mention in mentions:
                mention.voices = chain(speaking, mention.cue_start)
                found.append((number, mention))
            heard.unread = None
            quotation.hold(mentions, low, start)
        else:
            heard.unread = (start, end)
        quotation.go_on(low, start, end, heard)
    return assemble(article, low, found)


def tolls(
    article: Article, found: Sequence[Claim], attackers: str = "include", table: ConfidenceTable | None = None
) -> tuple[Toll, ...]:
    """Return what the article stands by for its main event: one Toll per category, its figure None where not stated.

    `table` replaces the package's weights of the confidence.
    """
    made = (toll(article, category, found, attackers) for category in categories())
    return with_confidence(article, found, [t for t in made if t is not None], table)


def read(
    article: Article, attackers: str = "include", table: ConfidenceTable | None = None
) -> tuple[tuple[Claim, ...], tuple[Toll, ...]]:
    """Return what one article says and what it stands by; `table` is that of `tolls`."""
    found = claims(article)
    return found, tolls(article, found, attackers, table)
