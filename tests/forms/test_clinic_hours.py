"""The waiting time of a message counts only the hours in which the clinic is open."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from forms.inbox.desk.clinic_hours import USUAL_WEEK, ClinicHours, recent_hours, waiting_text
from forms.inbox.desk.filters import overdue
from forms.inbox.desk.rows import prepare_rows
from forms.inbox.locations import location_with
from forms.models import Message
from pages.models import Closure, LocationPage
from pages.opening_times import Timetable
from tests.factories import make_location, make_message

CHICAGO = ZoneInfo("America/Chicago")
T = datetime.time
WEEK = [[(T(8), T(12)), (T(13), T(17))], *[[(T(8), T(16))]] * 3, [], [], []]


def at(text):
    return datetime.datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=CHICAGO)


@pytest.mark.parametrize(
    ("sent", "now", "hours"),
    [
        ("2026-11-16 09:00", "2026-11-16 10:30", 1.5),  # Monday
        ("2026-11-16 11:00", "2026-11-16 14:00", 2),  # over lunch
        ("2026-11-16 16:00", "2026-11-17 09:00", 2),  # over night
        ("2026-11-19 15:00", "2026-11-23 09:00", 2),  # Thursday to Monday
        ("2026-11-20 09:00", "2026-11-22 18:00", 0),  # Friday to Sunday
        ("2026-11-16 07:00", "2026-11-30 07:00", 64),  # two weeks
        ("2026-11-17 09:00", "2026-11-24 10:00", 33),
        ("2026-10-30 12:00", "2026-11-02 09:00", 1),  # over the end of daylight saving time
        ("2026-11-16 10:00", "2026-11-16 09:00", 0),
    ],
)
def test_counts_the_hours_in_which_the_clinic_is_open(sent, now, hours):
    waited = Timetable(WEEK).open_time_between(at(sent).astimezone(datetime.UTC), at(now))
    assert waited == datetime.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0 min"), (59.9, "59 min"), (60, "1 h"), (119, "1 h"), (2400, "40 h")]
)
def test_is_shown_in_minutes_or_full_hours(minutes, text):
    assert waiting_text(datetime.timedelta(minutes=minutes)) == text


def timetable(since=None, key=None):
    """Return the timetable of a location until now; without a key, that of the main one."""
    return ClinicHours(since or timezone.now(), timezone.now()).timetable(key)


@pytest.mark.django_db
def test_hours_are_those_of_the_main_location_or_the_usual_ones():
    assert len(timetable().week) == 7
    assert any(timetable().week)
    LocationPage.objects.update(hours=[])
    assert timetable().week == USUAL_WEEK


@pytest.mark.django_db
def test_holidays_and_closures_do_not_count_as_waiting(monkeypatch):
    now = at("2026-12-01 09:30")  # a Tuesday
    monkeypatch.setattr(timezone, "now", lambda: now)
    week = at("2026-11-23 08:30"), now
    assert timetable(week[0]).open_time_between(*week) == datetime.timedelta(hours=41)
    LocationPage.objects.update(observed_holidays=["thanksgiving"])
    Closure.objects.create(starts_at=at("2026-11-30 12:30"), ends_at=at("2026-12-01 00:00"), kind="weather")
    assert timetable(week[0]).open_time_between(*week) == datetime.timedelta(hours=29)
    assert recent_hours(now).closed_days()[None] == {datetime.date(2026, 11, 26)}


@pytest.mark.django_db
def test_message_about_a_location_waits_in_the_hours_of_that_location(private, monkeypatch):
    conway = make_location(opens="09:30")
    Closure.objects.create(
        starts_at=at("2026-11-24 00:00"), ends_at=at("2026-11-25 00:00"), kind="weather", location=conway
    )
    here, there = make_message(), make_message(location=location_with(conway.translation_key))
    Message.objects.update(sent_at=at("2026-11-23 15:00"))
    now = at("2026-11-25 09:45")
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert [message.pk for message in Message.objects.filter(overdue())] == [here.pk]
    messages = list(Message.objects.select_related("form", "location").order_by("pk"))
    prepare_rows(messages)
    # Monday 1.5 hours, Tuesday 8, Wednesday from 8:30; in Conway closed on Tuesday, and Wednesday from 9:30
    assert {message.pk: message.row["waiting"] for message in messages} == {here.pk: "10 h", there.pk: "1 h"}
    conway.unpublish()
    assert {message.pk for message in Message.objects.filter(overdue())} == {here.pk, there.pk}


@pytest.mark.django_db
@pytest.mark.parametrize(("is_closed", "is_overdue"), [(False, True), (True, False)])
def test_day_on_which_the_clinic_is_closed_is_no_working_day(private, monkeypatch, is_closed, is_overdue):
    if is_closed:
        Closure.objects.create(starts_at=at("2026-11-24 00:00"), ends_at=at("2026-11-25 00:00"), kind="weather")
    message = make_message()
    Message.objects.filter(pk=message.pk).update(sent_at=at("2026-11-23 15:00"))
    now = at("2026-11-25 09:00")
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert Message.objects.filter(overdue()).exists() == is_overdue
