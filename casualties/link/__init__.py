"""Articles to events: what each is about, which tell of the same event, and why."""

from casualties.link.decisions import judgements
from casualties.link.known import Known
from casualties.link.linker import Linked, entitle, explain, link
from casualties.link.succession import Succession, succession

__all__ = ["Known", "Linked", "Succession", "entitle", "explain", "judgements", "link", "succession"]
