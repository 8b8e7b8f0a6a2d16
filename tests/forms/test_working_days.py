"""A working day is a day from Monday to Friday in Russellville on which the clinic is not closed."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from forms.inbox.desk.working_days import subtract_working_day

CHICAGO = ZoneInfo("America/Chicago")


def at(text, zone=CHICAGO):
    return datetime.datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ("2026-11-17 15:00", "2026-11-16 15:00"),  # Tuesday, Monday
        ("2026-11-20 09:30", "2026-11-19 09:30"),  # Friday, Thursday
        ("2026-11-23 09:30", "2026-11-20 09:30"),  # Monday, Friday
        ("2026-11-23 00:00", "2026-11-20 00:00"),
        ("2026-11-21 00:00", "2026-11-20 00:00"),  # Saturday: Friday is over
        ("2026-11-21 18:00", "2026-11-20 00:00"),
        ("2026-11-22 23:59", "2026-11-20 00:00"),  # Sunday: no time has passed
        ("2026-11-24 00:00", "2026-11-23 00:00"),  # Tuesday: messages of the weekend have waited one working day
        ("2026-11-03 10:00", "2026-11-02 10:00"),
        ("2026-11-02 10:00", "2026-10-30 10:00"),  # over the end of daylight saving time
        ("2026-03-09 10:00", "2026-03-06 10:00"),  # over its beginning
    ],
)
def test_goes_back_one_working_day(now, before):
    assert subtract_working_day(at(now)) == at(before)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ("2026-11-27 09:30", "2026-11-25 09:30"),  # Friday: Thursday was a holiday
        ("2026-11-26 12:00", "2026-11-25 00:00"),  # on the holiday: Wednesday is over
        ("2026-11-30 09:30", "2026-11-27 09:30"),
    ],
)
def test_day_on_which_the_clinic_is_closed_does_not_count(now, before):
    assert subtract_working_day(at(now), {datetime.date(2026, 11, 26)}) == at(before)


def test_weekday_is_that_of_the_clinic_and_not_of_the_given_time_zone():
    monday_in_london = at("2026-11-23 02:00", ZoneInfo("Europe/London"))
    assert subtract_working_day(monday_in_london) == at("2026-11-20 00:00")


@pytest.mark.parametrize(
    ("sent", "first_overdue"),
    [
        ("2026-11-20 15:00", "2026-11-23 15:01"),
        ("2026-11-21 10:00", "2026-11-24 00:00"),
        ("2026-11-22 10:00", "2026-11-24 00:00"),
        ("2026-11-19 23:00", "2026-11-20 23:01"),
    ],
)
def test_message_has_waited_too_long_from_the_right_minute(sent, first_overdue):
    moment = at(first_overdue)
    assert at(sent) < subtract_working_day(moment)
    assert not at(sent) < subtract_working_day(moment - datetime.timedelta(minutes=1))
