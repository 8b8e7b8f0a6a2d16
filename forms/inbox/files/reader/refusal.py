"""Why a file is refused after it was read."""


class Refused(Exception):  # noqa: N818 it reads as a sentence: raise Refused
    """The file is not kept; the argument is a word of `forms.inbox.files.checks.REFUSALS`."""
