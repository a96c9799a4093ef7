"""How what was set aside is told: a reason once, then its claims on a line each."""

from casualties.report.explain import event_text


def cited(number):
    claim = {"id": f"c{number}", "quote": f"{number}  dead", "category": "killed", "low": number, "high": number,
             "kind": "toll", "voices": [{"name": "police", "type": "police"}], "rule": "state"}  # fmt: skip
    return {"claim": claim, "article": {"id": "a", "ref": "r", "outlet": "Herald", "published": None, "title": "T"}}


def test_a_reason_is_told_once_with_all_its_claims():
    reason = {"rule": "partial", "detail": "Tells of some of the victims."}
    other = {"rule": "trend", "detail": "Gives no figure."}
    aside = [{"claim": cited(n), "reason": other if n == 2 else reason} for n in (1, 2, 3)]
    estimate = {"category": "killed", "group": "", "policy": "full-range", "low": 4, "best": 4, "high": 4, "steps": [],
                "set_aside": aside, "flags": []}  # fmt: skip
    place = {"name": "", "country": ""}
    event = {"id": "e", "title": "E", "type": "", "date": None, "date_told": False, "place": place}
    lines = list(event_text({"event": event, "articles": [cited(1)["article"]], "estimates": [estimate], "groups": []}))
    assert lines[lines.index("  Set aside:") + 1 :] == [
        "   - Tells of some of the victims.  [partial]",
        "       “1 dead” (killed 1, toll) Herald, undated; police; claim c1",
        "       “3 dead” (killed 3, toll) Herald, undated; police; claim c3",
        "   - Gives no figure.  [trend]",
        "       “2 dead” (killed 2, toll) Herald, undated; police; claim c2",
    ]
