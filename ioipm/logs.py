"""Format of log lines: one line for each event, without data that identifies a visitor."""

import logging
import traceback
from types import TracebackType


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
