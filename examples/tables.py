"""From articles to DataFrames, and from a number to its words.

python examples/tables.py [FOLDER]
"""

# %% Read a folder of articles (or any mix of files, folders and records).
import sys

from casualties import read

run = read(sys.argv[1] if len(sys.argv) > 1 else "seeds", policies=["full-range", "gtd"])
print(*run.problems, sep="\n")

# %% The ranges, one row per event.
events = run.events
print(events[["title", "killed_low", "killed_best", "killed_high"]].to_string(index=False))

# %% Where two codebooks differ.
best = run.estimates.pivot(index=["event_id", "category"], columns="policy", values="best")
print(best[best["full-range"] != best["gtd"]])

# %% The words behind the range of the event that most articles tell of.
most_told = events.sort_values("n_articles").iloc[-1]
basis = run.estimates.query("event_id == @most_told.event_id and category == 'killed'")["basis"].iloc[0]
claims = run.claims.set_index("claim_id").loc[basis.split(";")]
print(claims[["low", "high", "outlet", "quote"]].to_string(index=False))

# %% The same, told step by step.
print(run.explain(most_told.event_id))
