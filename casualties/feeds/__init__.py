"""Articles in: files, folders and standard input, in any format and encoding; problems are values."""

from casualties.feeds.formats import NAMES
from casualties.feeds.problem import Problem
from casualties.feeds.sources import read

__all__ = ["NAMES", "Problem", "read"]
