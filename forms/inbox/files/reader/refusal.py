"""The exception for a file that is refused because of its content."""


class Refused(Exception):  # noqa: N818 it reads as a sentence: raise Refused
    """The file is refused. The argument is a key of `forms.inbox.files.checks.REFUSALS`."""
