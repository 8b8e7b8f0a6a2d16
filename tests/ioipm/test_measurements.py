"""The measurements of tests/bench/ notice what they look for."""

import pytest

from tests.bench.freshness import MOST_SECONDS, what_they_saw
from tests.bench.load import GROWN, NUMBERS_OF_CONDITIONS, Row, targets
from tests.bench.readers import Answer

BEGUN, DONE = 10.0, 10.2


def answer(begun, content="new", reader=0, status=200, is_of_another=False):
    return Answer(reader, "/", begun, begun + 0.01, status, content, is_of_another)


def seen(*more):
    """Return what was seen of an action after which everything is as it should be, except for some answers."""
    usual = [answer(9.5, "old"), answer(9.6, "old", reader=1), answer(10.5), answer(10.6, reader=1), answer(12.0)]
    return what_they_saw([*usual, *more], BEGUN, DONE)


def test_change_that_everybody_sees_in_time_is_good():
    assert seen().is_good
    assert seen().pages == 1
    assert seen().last_reader == pytest.approx(0.41)
    assert seen(answer(10.9, "old")).is_good


def test_old_answer_after_a_second_is_late():
    assert seen(answer(DONE + MOST_SECONDS + 0.01, "old")).late == 1
    assert not seen(answer(DONE + MOST_SECONDS + 0.01, "old")).is_good


def test_old_answer_after_the_first_new_one_is_counted():
    assert seen(answer(10.55, "old")).old_after_new == 1
    assert seen(answer(10.3, "old")).old_after_new == 0


def test_errors_and_pages_of_others_are_not_good():
    for bad in (answer(11, status=502), answer(11, status=0), answer(11, is_of_another=True)):
        assert not seen(bad).is_good


def test_action_that_changes_nothing_is_not_good():
    assert not what_they_saw([answer(9.5, "same"), answer(12.0, "same")], BEGUN, DONE).is_good


def test_page_that_does_not_settle_is_not_good():
    assert not seen(answer(11.9, "another")).is_good


def rows(**changed):
    """Return rows that meet each target, except for those whose rate and processor time are given."""
    figures = {
        "constant view of Django": (1000, 1),
        "mid-back pain, cached": (900, 1),
        "mid-back pain, cached, 304": (950, 1),
        "nginx: file compressed before": (9000, 0),
        "nginx: mid-back pain in its cache": (8900, 0),
        "mid-back pain, rendered": (50, 20),
        "search, rendered": (50, 26),
        **{f"{name}, {number:,} conditions": (50, 20) for name in GROWN for number in NUMBERS_OF_CONDITIONS},
        **changed,
    }
    return [Row(name, 0, None, "/", {}, rates={16: [rate]}, cpu=[cpu]) for name, (rate, cpu) in figures.items()]


def test_missed_targets_are_counted():
    assert targets(rows())[1] == 0
    assert targets(rows(**{"mid-back pain, cached": (800, 1)}))[1] == 1
    assert targets(rows(**{"mid-back pain, rendered": (50, 23)}))[1] == 1
    assert targets(rows(**{"search, rendered": (50, 28)}))[1] == 1
    assert targets(rows(**{"home, 1,000 conditions": (50, 23)}))[1] == 1
    text, missed = targets(rows(**{"home, 10,000 conditions": (50, 41)}))
    assert missed == 1
    assert text.count("missed") == 1
