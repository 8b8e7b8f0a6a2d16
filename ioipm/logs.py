"""Log lines: one event each, and nothing in them that says who was here."""

import logging
import traceback


class LineFormatter(logging.Formatter):
    """Write `time level logger message` on one line.

    An exception is told by its type and the places it passed through. Its text is left out: a database
    or a form puts into it what somebody typed.
    """

    def __init__(self):
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def format(self, record):
        record = logging.makeLogRecord(record.__dict__)
        exc_info, record.exc_info, record.exc_text, record.stack_info = record.exc_info, None, None, None
        line = super().format(record).replace("\r", "\\r").replace("\n", "\\n")
        return f"{line} | {self.describe(exc_info)}" if exc_info and exc_info[0] else line

    @staticmethod
    def describe(exc_info):
        """Return `Type at file:line function < file:line function ...`, innermost place first."""
        frames = reversed(traceback.extract_tb(exc_info[2]))
        places = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
        return f"{exc_info[0].__name__} at {places}"
