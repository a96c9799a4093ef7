"""What the flags of an estimate mean, in words for a reader: those of the reconciler, of policies, and of decisions."""

from __future__ import annotations

import inspect

from casualties.reconcile.estimate import FLAGS

CAUTIONS = {name: inspect.cleandoc(rule.__doc__ or "") for name, rule in FLAGS.items()} | {
    "corrected-down": "The likeliest toll was higher before, and a figure has been lowered, corrected or withdrawn.",
    "decided": "An analyst's decision is in the figures.",
    "fell": "The likeliest toll was higher before: other voices, who give less, are followed now.",
    "grade-fair": "The policy airwars has two or more credible sources.",
    "grade-weak": "The policy airwars has one credible source.",
    "implausible": "A figure was set aside because it is no believable count of one event's victims.",
    "partials-only": "Nobody gives a total; the victims who are told of are added up.",
    "provisional": "The policy ibc has no figure that two sources reach.",
    "retracted": "A voice has withdrawn a figure, or denied having given it.",
    "unconfirmed": "The policy emdat has no second source for its figure.",
}
