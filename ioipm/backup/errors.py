"""Error of a backup that could not be made or restored."""


class BackupError(Exception):
    """The site is unchanged. The message is a sentence for the operator, with what to do."""
