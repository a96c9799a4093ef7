"""Quotations that go on over several sentences: whoever they end with has said all of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from casualties.extract.mentions import Mention
from casualties.extract.voices import Heard


@dataclass(slots=True)
class Quotation:
    """Whether a quotation is open, and the mentions inside it that wait to learn who speaks."""

    open: bool = False
    waiting: list[Mention] = field(default_factory=list)

    def hold(self, mentions: Iterable[Mention], low: str, start: int) -> None:
        """Take up those mentions of a sentence that stand in quotation marks and have no voice of their own."""
        for mention in mentions:
            if not mention.voices and (self.open + low.count('"', start, mention.cue_start)) % 2:
                self.waiting.append(mention)

    def go_on(self, low: str, start: int, end: int, heard: Heard) -> None:
        """Pass a sentence; where the quotation, or the paragraph, ends in it, what waits is of who spoke last."""
        self.open = (self.open + low.count('"', start, end)) % 2 == 1 and not low.endswith("\n", start, end)
        if self.waiting and not self.open:
            voice = heard.recent()
            for mention in self.waiting:
                mention.voices = (voice,) if voice else ()
            self.waiting.clear()
