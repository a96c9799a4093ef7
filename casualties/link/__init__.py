"""Articles to events: what each is about, which tell of the same event, and why."""

from casualties.link.linker import Linked, explain, link

__all__ = ["Linked", "explain", "link"]
