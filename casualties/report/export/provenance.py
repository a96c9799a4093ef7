"""W3C PROV: how an event's ranges were derived from quotes, the quotes from articles, and who stands behind each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from casualties.model import Article, Estimate, Event, Voice, identity
from casualties.pipeline import Result
from casualties.report.voices import UNNAMED

NAMESPACE = "urn:casualties:"


def write(folder: Path, result: Result, event: Event | None = None) -> Iterator[Path]:
    """One PROV-JSON document per event."""
    for one in result.linked.events if event is None else (event,):
        path = folder / f"{one.id}.prov.json"
        path.write_text(document(result, one).serialize(indent=2) + "\n", encoding="utf-8", newline="\n")
        yield path


def document(result: Result, event: Event) -> Any:
    """Entities: articles, claims, estimates. Agents: outlets and voices. Activities: extraction, reconciliation.

    All names of what the reconciler takes for one voice are one agent.
    """
    from prov.model import PROV, ProvDocument

    told = ProvDocument()
    told.add_namespace("cas", NAMESPACE)
    steps = result.reconciled[event.id].revisions
    keys = {step.voice: step.voice_id for step in steps if step.voice.name}
    extraction, reconciliation = told.activity("cas:extraction"), told.activity(f"cas:reconciliation-{event.id}")
    for id_ in event.articles:
        article = result.article[id_]
        source = told.entity(
            f"cas:article-{id_}",
            _known(
                {"prov:label": article.title, "cas:url": article.url, "cas:published": str(article.published or "")}
            ),
        )
        outlet = Voice(article.outlet, "media")
        told.wasAttributedTo(source, _agent(told, outlet, article, keys))
        for claim in result.claims[id_]:
            entity = told.entity(
                f"cas:claim-{claim.id}",
                _known({
                    "prov:value": claim.quote, "cas:category": claim.category, "cas:kind": claim.kind,
                    "cas:low": claim.low, "cas:high": claim.high, "cas:start": claim.span.start,
                    "cas:end": claim.span.end, "cas:rule": claim.rule,
                }),
            )  # fmt: skip
            told.wasDerivedFrom(entity, source, extraction, other_attributes={"prov:type": PROV["Quotation"]})
            told.wasGeneratedBy(entity, extraction)
            for voice in claim.voices or (outlet,):
                told.wasAttributedTo(entity, _agent(told, voice, article, keys))
    for estimate in result.reconciled[event.id].estimates:
        _estimate(told, estimate, reconciliation)
    return told


def _estimate(told: Any, estimate: Estimate, reconciliation: Any) -> None:
    figures = {"cas:low": estimate.low, "cas:best": estimate.best, "cas:high": estimate.high}
    named = {"cas:category": estimate.category, "cas:policy": estimate.policy, "cas:as_of": str(estimate.as_of or "")}
    entity = told.entity(
        f"cas:estimate-{estimate.event}-{estimate.category}-{estimate.policy}", _known({**figures, **named})
    )
    told.wasGeneratedBy(entity, reconciliation)
    for claim in estimate.basis:
        told.wasDerivedFrom(entity, f"cas:claim-{claim}", reconciliation)


def _agent(told: Any, voice: Voice, article: Article, keys: Mapping[Voice, str]) -> Any:
    """A voice without a name is the outlet's own, and where that is not known either, the article's."""
    name = voice.name or article.outlet
    key = keys.get(Voice(name, voice.type)) or (identity(name, voice.type) if name else article.id)
    return told.agent(f"cas:voice-{identity(key)}", _known({"prov:label": name or UNNAMED, "cas:type": voice.type}))


def _known(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if value not in (None, "")}
