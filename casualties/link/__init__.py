"""Articles to events: what each is about, which tell of the same event, and why."""

from casualties.link.asides import Aside, candidates, is_aside
from casualties.link.decisions import judgements
from casualties.link.known import Known
from casualties.link.linker import Linked, entitle, explain, link
from casualties.link.succession import Succession, named, succession

__all__ = [
    "Aside",
    "Known",
    "Linked",
    "Succession",
    "candidates",
    "entitle",
    "explain",
    "is_aside",
    "judgements",
    "link",
    "named",
    "succession",
]
