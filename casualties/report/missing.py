"""What is said when an optional package is not there."""


class MissingExtraError(Exception):
    """A format needs a package that is not installed; the message is one line that says which."""
