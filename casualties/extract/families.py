"""Families of rules and of people that several rooms ask about, each told once."""

# Others than the subject of the sentence are the victims of its deed.
ACTIVE = frozenset(("active", "active-outcome", "active-shared", "leaving"))
# The toll by its name and its figure; any figure that is told by itself, and so is no part of another.
TOLL_RULES = frozenset(("toll-of", "toll-to-from", "toll-from-to", "from-to-toll", "toll-by-to", "toll-colon"))
FIGURE_RULES = TOLL_RULES | {"noun-figure", "fallen-figure", "labelled"}
# Some of those who are counted already.
PART_RULES = frozenset(("among", "among-first", "part", "part-before", "part-of", "elsewhere"))
# The doer is the victim.
SELF_RULES = frozenset(("self", "self-subject", "self-relative", "being"))
# The missing who turn up.
FOUND = frozenset(("found", "found-missing"))
# Those who attack or take part in the fight, and those who answer for the state.
FIGHTERS = frozenset(("attackers", "combatants"))
FORCES = frozenset(("soldiers", "police"))
