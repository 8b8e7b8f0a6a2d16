"""Format of log lines: one line for each event, without secrets and without data that identifies a visitor."""

import logging
import logging.config
import re
import traceback
from types import TracebackType
from typing import Any

from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter

REMOVED = "[removed]"
# Paths with a secret: anyone who knows the rest of the path can set a user's password, or change a subscription. A test
# compares them with the URL patterns.
SECRET_PATHS = ("/newsletter/confirm/", "/newsletter/unsubscribe/", "/password_reset/confirm/")
SECRETS = (
    (re.compile(rf"({'|'.join(SECRET_PATHS)})[^\s\"?]+", re.IGNORECASE), rf"\g<1>{REMOVED}"),
    # Long random texts in other paths: a link that a mail program or a person has changed.
    (
        re.compile(r"/(?=[\w:=-]*\d)(?=[\w:=-]*[a-z])(?=[\w:=-]*[A-Z])[\w:=-]{24,}(?=[/\s\"?]|$)"),
        f"/{REMOVED}",
    ),
)
NO_SPACE = re.compile(r"[^\s\"]+")


def remove_secrets(text: str) -> str:
    """Return the text without the secrets of the addresses in it: tokens in paths, and everything after “?”."""
    if "/" not in text:
        return text
    for pattern, replacement in SECRETS:
        text = pattern.sub(replacement, text)
    return NO_SPACE.sub(_without_query, text)


def _without_query(match: re.Match) -> str:
    """Return an address without what follows its question mark; any other text as it is."""
    address, mark, query = match[0].partition("?")
    return f"{address}{mark}{REMOVED}" if query and "/" in address else match[0]


class SafeLogRecord(logging.LogRecord):
    """A log record whose message has no secrets, whatever library wrote it and whatever handler prints it."""

    def getMessage(self) -> str:  # noqa: N802 Python's name
        """Return the message without secrets."""
        return remove_secrets(super().getMessage())


def configure(config: dict[str, Any]) -> None:
    """Set the log up (setting `LOGGING_CONFIG`). All loggers of the process are included, such as the server's own."""
    logging.setLogRecordFactory(SafeLogRecord)
    logging.config.dictConfig(config)


class BriefExceptionReporter(ExceptionReporter):
    """The report of an error for handlers that an operator adds, such as one that sends mails: type and places only.

    Django's report has the address, the headers and all variables, so also tokens and what a visitor typed.
    """

    def get_traceback_text(self) -> SafeString:
        """Return the same line as in the log."""
        if not self.exc_type or not self.exc_value:
            return SafeString("")
        return SafeString(LineFormatter.describe((self.exc_type, self.exc_value, self.tb)))

    def get_traceback_html(self) -> SafeString:
        """Return the same line."""
        return self.get_traceback_text()


class LineFormatter(logging.Formatter):
    """Write `time level logger message` on one line.

    An exception is written as its type and the places in the code that it passed through. Its message is left out: a
    database or a form may put into it what a visitor typed.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def format(self, record: logging.LogRecord) -> str:
        record = logging.makeLogRecord(record.__dict__)
        exc_info, record.exc_info, record.exc_text, record.stack_info = record.exc_info, None, None, None
        line = super().format(record).replace("\r", "\\r").replace("\n", "\\n")
        return f"{line} | {self.describe(exc_info)}" if exc_info and exc_info[0] else line

    @staticmethod
    def describe(exc_info: tuple[type[BaseException], BaseException, TracebackType | None]) -> str:
        """Return `Type at file:line function < file:line function ...`, innermost place first."""
        frames = reversed(traceback.extract_tb(exc_info[2]))
        places = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
        return f"{exc_info[0].__name__} at {places}"
