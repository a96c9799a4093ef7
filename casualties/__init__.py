"""casualties: a range per event, and the evidence for every number."""
