"""Times are understood as people type them; anything else is refused with a sentence and stays in the box."""

import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError

from pages.time_fields import DateTimeField, TimeField
from pages.times import displayed_time_of_day, read_time


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("5 PM", 17, 0),
        ("5pm", 17, 0),
        ("5p", 17, 0),
        ("5:00 p.m.", 17, 0),
        ("5:00 p. m.", 17, 0),
        ("5:00\N{NARROW NO-BREAK SPACE}PM", 17, 0),
        ("17:00", 17, 0),
        ("17:00:00", 17, 0),
        ("17", 17, 0),
        ("1700", 17, 0),
        ("17.30", 17, 30),
        ("8.30", 8, 30),
        ("8:30", 8, 30),
        ("830", 8, 30),
        ("08:30", 8, 30),
        ("0830", 8, 30),
        (" 8:30 am ", 8, 30),
        ("830am", 8, 30),
        ("05:30", 5, 30),
        ("12:30", 12, 30),
        ("12 pm", 12, 0),
        ("12 AM", 0, 0),
        ("12:30 a.m.", 0, 30),
        ("0:15", 0, 15),
        ("noon", 12, 0),
        ("Noon", 12, 0),
        ("Mediodía", 12, 0),
        ("midnight", 0, 0),
    ],
)
def test_time_is_understood_as_people_type_it(text, hour, minute):
    assert read_time(text) == datetime.time(hour, minute)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "8 o'clock",
        "24:00",
        "8:60",
        "8:3",
        "13 PM",
        "0 AM",
        "17:00 pm",
        "8",
        "12345",
        "8:30-5",
        "-8:30",
        "٨:٣٠",
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match="Write the time like"):
        read_time(text)


@pytest.mark.parametrize(
    ("text", "choice"), [("4:30", "4:30 AM"), ("430", "4:30 PM"), ("5", "5:00 PM"), ("6.15", "6:15")]
)
def test_hour_that_may_be_in_the_morning_or_in_the_afternoon_is_asked_for(text, choice):
    with pytest.raises(ValueError, match=choice):
        read_time(text)


def test_displayed_time_is_read_back():
    times = [datetime.time(hour, minute) for hour in range(24) for minute in (0, 30)]
    assert [read_time(displayed_time_of_day(time)) for time in times] == times


class ExampleForm(forms.Form):
    time = TimeField(required=False)
    moment = DateTimeField(required=False)


@pytest.mark.parametrize("text", ["half past eight", "4:30"])
def test_refused_text_stays_in_the_box(text):
    form = ExampleForm({"time": text, "moment": text})
    assert set(form.errors) == {"time", "moment"}
    assert str(form["time"]).count(f'value="{text}"') == str(form["moment"]).count(f'value="{text}"') == 1


def test_empty_boxes_are_accepted():
    form = ExampleForm({"time": "", "moment": ""})
    assert form.is_valid()
    assert form.cleaned_data == {"time": None, "moment": None}


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-26 17:00",
        "11/26/2026 5 PM",
        "11-26-2026 5:00 p.m.",
        "Nov 26, 2026 5 PM",
        "November 26, 2026, 5pm",
        "2026-11-26T17:00",
        "2026-11-26T23:00:00Z",
    ],
)
def test_date_and_time_are_understood_on_the_clinics_clock(text):
    moment = DateTimeField().clean(text)
    assert moment == datetime.datetime(2026, 11, 26, 23, tzinfo=datetime.UTC)


@pytest.mark.parametrize("text", ["2026-11-26", "5 PM", "26/11/2026 5 PM", "tomorrow 5 PM", "2026-13-01T05:00"])
def test_date_without_a_time_is_refused(text):
    with pytest.raises(ValidationError, match="Write the date and the time like this"):
        DateTimeField().clean(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "3/14/2027 2:30 AM",
            "On March 14, 2027 there is no 2:30 a.m.: the clocks skip this hour. Choose .* 3:30 a.m.",
        ),
        ("11/7/2027 1:30 AM", "On Nov. 7, 2027, 1:30 a.m. comes twice: .* such as 12:30 a.m. or 2:30 a.m."),
    ],
)
def test_time_that_the_change_of_the_clocks_skips_or_repeats_is_refused(text, sentence):
    with pytest.raises(ValidationError, match=sentence):
        DateTimeField().clean(text)


@pytest.mark.parametrize("text", ["3/14/2027 1:59 AM", "3/14/2027 3:00 AM", "11/7/2027 12:59 AM", "11/7/2027 2:00 AM"])
def test_times_beside_the_change_of_the_clocks_are_accepted(text):
    assert DateTimeField().clean(text)
