"""The waiting time of a message counts only the hours in which the clinic is open."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from forms.inbox.desk.clinic_hours import USUAL_WEEK, clinic_week, open_time_between, waiting_text
from pages.models import LocationPage

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
    assert open_time_between(at(sent).astimezone(datetime.UTC), at(now), WEEK) == datetime.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0 min"), (59.9, "59 min"), (60, "1 h"), (119, "1 h"), (2400, "40 h")]
)
def test_is_shown_in_minutes_or_full_hours(minutes, text):
    assert waiting_text(datetime.timedelta(minutes=minutes)) == text


@pytest.mark.django_db
def test_hours_are_those_of_the_main_location_or_the_usual_ones():
    assert len(clinic_week()) == 7
    assert any(clinic_week())
    LocationPage.objects.update(hours=[])
    assert clinic_week() == USUAL_WEEK
