"""Where every article comes to the same toll, that is the best figure: an event of one article shows what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from casualties.model import Reason, Toll
from casualties.reconcile.groups import PARTIAL
from casualties.reconcile.policies import Choice

Tolls = Mapping[str, Sequence[Toll]]
"""What each article comes to by itself, by its id."""
POLICY = "full-range"
"""The policy that goes by an article's own reading of its figures; codebooks weigh the claims one by one."""


@dataclass(slots=True)
class Agreed:
    """What all articles so far come to in one category: one figure as long as no two come to different ones.

    Articles that state nothing of it agree with any that do, but where one tells who left the category since (`moved`).
    """

    figures: set[int] = field(default_factory=set)
    articles: int = 0
    moved: bool = False
    basis: tuple[str, ...] = ()

    def add(self, toll: Toll) -> None:
        """Take in one more article; the claims of the first that has a figure are the evidence."""
        if toll.figure is not None:
            self.figures.add(toll.figure)
            self.articles += 1
            self.basis = self.basis or toll.basis


def as_told(choice: Choice, agreed: Agreed) -> Choice:
    """A choice with the one figure that all articles come to as its best; its range reaches that figure.

    Where none comes to any, those told of one by one are counted in another category: the wounded who died.
    """
    if not agreed.figures and PARTIAL in choice.flags:
        return Choice(steps=(Reason("agreed", "No article counts them here: whom it tells of is counted elsewhere."),))
    if agreed.moved or len(agreed.figures) != 1 or choice.best is None or choice.best in agreed.figures:
        return choice
    (figure,) = agreed.figures
    who = "The article that tells of them comes" if agreed.articles == 1 else f"All {agreed.articles} articles come"
    return replace(
        choice,
        low=figure if choice.low is None else min(figure, choice.low),
        best=figure,
        high=None if choice.high is None else max(figure, choice.high),
        basis=tuple(dict.fromkeys((*choice.basis, *agreed.basis))),
        steps=(*choice.steps, Reason("agreed", f"{who} to {figure} in all, so that is the best figure.", agreed.basis)),
    )
