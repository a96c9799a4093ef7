"""Articles in: files, folders, standard input and web addresses, in any format and encoding; problems are values."""

from casualties.feeds.formats import NAMES
from casualties.feeds.network import Feed, Network
from casualties.feeds.problem import Problem
from casualties.feeds.sources import read
from casualties.feeds.visits import Memory, Visit, Visits

__all__ = ["NAMES", "Feed", "Memory", "Network", "Problem", "Visit", "Visits", "read"]
