"""What a run ends with when something expected goes wrong: one line and this status."""

from casualties.config import ConfigError
from casualties.lexicon.load import LexiconError
from casualties.report.find import NotFoundError
from casualties.report.missing import MissingExtraError
from casualties.store import BusyError, LedgerError

STATUS: dict[type[Exception], int] = {
    BusyError: 75,
    ConfigError: 2,
    LedgerError: 2,
    LexiconError: 2,
    MissingExtraError: 2,
    NotFoundError: 2,
}
