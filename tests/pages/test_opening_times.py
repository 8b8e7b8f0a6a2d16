"""A location is open or closed at each moment as its hours, special hours and closures say."""

import datetime

import pytest

from pages.holiday_dates import Holiday, holiday_on
from pages.open_now import open_now_lines, status_text
from pages.opening_times import DAY, clinic_day, moment_of
from pages.schedule import DAYS_RIGHT
from tests.pages.opening_table import CLINIC, ROWS, TIMETABLES, T, at, moments

D = datetime.date


def test_table_has_60_rows():
    assert len(ROWS) == 60
    assert {name for name, _moment, _said in ROWS} == set(TIMETABLES)


@pytest.mark.parametrize(("name", "moment", "said"), moments())
def test_open_now_says_what_the_table_says(name, moment, said):
    assert status_text(TIMETABLES[name].status(moment)) == said


@pytest.mark.parametrize("age", [0, 1, 3])  # days between rendering and reading
def test_page_that_was_rendered_earlier_has_the_same_texts(age):
    for name, moment, said in moments():
        rendered = moment_of(clinic_day(moment) - age * DAY)
        lines = open_now_lines(TIMETABLES[name], rendered, DAYS_RIGHT)
        shown = [text for minute, text in lines if minute * 60 <= moment.timestamp()][-1]
        assert (shown, name, moment) == (said, name, moment)


def test_page_that_is_too_old_says_nothing():
    lines = open_now_lines(TIMETABLES["clinic"], at("2026-11-23 00:00"), DAYS_RIGHT)
    assert lines[-1] == (int(at("2026-12-07 00:00").timestamp()) // 60, "")


def test_open_time_does_not_count_closures_and_counts_the_hour_that_comes_twice():
    week = at("2026-11-23 00:00"), at("2026-11-30 00:00")
    assert TIMETABLES["clinic"].open_time_between(*week) == datetime.timedelta(hours=32)
    assert TIMETABLES["thanksgiving"].open_time_between(*week) == datetime.timedelta(hours=24)
    assert TIMETABLES["noon"].open_time_between(*week) == datetime.timedelta(hours=27.5)
    sundays = [(at(f"{day} 00:00"), at(f"{day} 12:00")) for day in ("2027-03-07", "2027-03-14", "2027-11-07")]
    assert [TIMETABLES["night"].open_time_between(*day) for day in sundays] == [
        datetime.timedelta(hours=hours) for hours in (3, 2, 4)
    ]


def test_last_closing_and_next_opening():
    timetable = TIMETABLES["thanksgiving"]
    assert timetable.last_closing(at("2026-11-26 00:00"), 14) == at("2026-11-25 16:30")
    assert timetable.next_opening(at("2026-11-27 00:00")) == at("2026-11-30 08:30")
    assert TIMETABLES["never"].next_opening(at("2026-11-27 00:00")) is None
    assert TIMETABLES["never"].last_closing(at("2026-11-27 00:00"), 14) is None


def test_shifts_of_a_day_are_those_on_the_clock():
    assert TIMETABLES["meeting"].shifts_on(D(2026, 11, 24)) == [(T(8, 30), T(10)), (T(11), T(16, 30))]
    assert TIMETABLES["clinic"].shifts_on(D(2027, 3, 15)) == CLINIC[0]


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        (D(2026, 11, 26), Holiday.THANKSGIVING),
        (D(2027, 11, 25), Holiday.THANKSGIVING),
        (D(2026, 11, 27), Holiday.AFTER_THANKSGIVING),
        (D(2026, 7, 3), Holiday.INDEPENDENCE),  # July 4 is a Saturday
        (D(2027, 7, 5), Holiday.INDEPENDENCE),  # July 4 is a Sunday
        (D(2027, 12, 24), Holiday.CHRISTMAS_EVE),
        (D(2027, 12, 31), Holiday.NEW_YEARS_EVE),
        (D(2028, 1, 17), Holiday.MARTIN_LUTHER_KING),
        (D(2026, 11, 25), None),
        (D(2026, 10, 31), None),  # Halloween is no holiday of ours
    ],
)
def test_holiday_returns_every_year(day, holiday):
    assert holiday_on(day) == holiday


def test_only_ticked_holidays_count():
    assert holiday_on(D(2027, 12, 24), ["christmas"]) == Holiday.CHRISTMAS
    assert holiday_on(D(2026, 11, 26), ["christmas"]) is None


@pytest.mark.parametrize("year", [2026, 2030, 2040])
def test_every_holiday_has_a_date_in_every_year(year):
    days = [D(year, 1, 1) + number * DAY for number in range(366)]
    assert {value for value in Holiday.values if any(holiday_on(day, [value]) for day in days)} == set(Holiday.values)
