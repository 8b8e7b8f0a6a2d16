"""Each event is one line in the log."""

import logging
import re
import sys

from ioipm.logs import LineFormatter


def line(message, *args, exc_info=None):
    return LineFormatter().format(logging.LogRecord("name", logging.INFO, "file", 1, message, args, exc_info))


def test_line_has_time_level_name_and_message():
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} INFO name It is done\.", line("It is %s.", "done"))


def test_line_break_in_a_message_makes_no_second_event():
    assert line("first\nsecond\r\nthird").endswith("first\\nsecond\\r\\nthird")


def test_exception_is_logged_by_type_and_place_only():
    try:
        raise KeyError("what somebody typed")
    except KeyError:
        logged = line("Failed", exc_info=sys.exc_info())
    assert re.search(r"Failed \| KeyError at \S+test_logs\.py:\d+ test_exception_is_logged", logged)
    assert "typed" not in logged
    assert "\n" not in logged
