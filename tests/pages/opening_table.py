"""Moments and what “open now” must say: 60 rows, read by the test of the Python code and by that of the script."""

import datetime
from zoneinfo import ZoneInfo

from pages.opening_times import Period, Timetable, day_period

ZONE = ZoneInfo("America/Chicago")
T = datetime.time
D = datetime.date


def at(text, fold=0):
    """Return the moment at which the clock of the clinic shows this time."""
    local = datetime.datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE, fold=fold)
    return local.astimezone(datetime.UTC)


DAY = [(T(8, 30), T(16, 30))]
CLINIC = [DAY, DAY, DAY, DAY, [], [], []]  # Friday by appointment
TWO_SHIFTS = [[(T(8), T(12)), (T(13), T(17))], *[DAY] * 4, [], []]
NIGHT = [[], [], [], [], [], [(T(22), T(23, 59))], [(T(1), T(4))]]  # Sunday includes the hour of the clock change
SUNDAY_AT_TWO = [DAY, [], [], [], [], [], [(T(2, 30), T(9))]]  # 2:30 is skipped on March 14, 2027

TIMETABLES = {
    "clinic": Timetable(CLINIC, [4]),
    "thanksgiving": Timetable(CLINIC, [4], closures=[day_period(D(2026, 11, 26))]),
    "both days": Timetable(CLINIC, [4], closures=[day_period(D(2026, 11, 26), D(2026, 11, 27))]),
    "noon": Timetable(CLINIC, [4], closures=[Period(at("2026-11-24 12:00"), at("2026-11-25 00:00"))]),
    "late": Timetable(CLINIC, [4], closures=[Period(at("2026-11-24 00:00"), at("2026-11-24 10:00"))]),
    "meeting": Timetable(CLINIC, [4], closures=[Period(at("2026-11-24 10:00"), at("2026-11-24 11:00"))]),
    "saturday": Timetable(CLINIC, [4], special_hours={D(2026, 11, 28): [(T(9), T(12))]}),
    "friday": Timetable(CLINIC, [4], special_hours={D(2026, 11, 27): [(T(9), T(12))]}),
    "week off": Timetable(CLINIC, [4], closures=[day_period(D(2026, 11, 23), D(2026, 11, 27))]),
    "shifts": Timetable(TWO_SHIFTS),
    "night": Timetable(NIGHT),
    "two": Timetable(SUNDAY_AT_TWO),
    "never": Timetable([[]] * 7),
}

MONDAY = "Closed now, opens Monday 8:30 am"
TODAY = "Closed now, opens today 8:30 am"
UNTIL = "Open now, until 4:30 pm"
APPOINTMENT = "By appointment today"
ROWS = [
    # An ordinary week. November 23, 2026 is a Monday.
    ("clinic", "2026-11-23 00:00", TODAY),
    ("clinic", "2026-11-23 08:29", TODAY),
    ("clinic", "2026-11-23 08:30", UNTIL),
    ("clinic", "2026-11-23 12:00", UNTIL),
    ("clinic", "2026-11-23 16:29", UNTIL),
    ("clinic", "2026-11-23 16:30", "Closed now, opens Tuesday 8:30 am"),
    ("clinic", "2026-11-23 23:59", "Closed now, opens Tuesday 8:30 am"),
    ("clinic", "2026-11-26 16:30", MONDAY),
    ("clinic", "2026-11-26 23:59", MONDAY),
    ("clinic", "2026-11-27 00:00", APPOINTMENT),
    ("clinic", "2026-11-27 23:59", APPOINTMENT),
    ("clinic", "2026-11-28 00:00", MONDAY),
    ("clinic", "2026-11-29 23:59", MONDAY),
    ("clinic", "2026-11-30 00:00", TODAY),
    # Closures
    ("thanksgiving", "2026-11-24 09:00", UNTIL),
    ("thanksgiving", "2026-11-25 16:30", MONDAY),
    ("thanksgiving", "2026-11-26 00:00", MONDAY),
    ("thanksgiving", "2026-11-26 09:00", MONDAY),
    ("thanksgiving", "2026-11-26 23:59", MONDAY),
    ("thanksgiving", "2026-11-27 00:00", APPOINTMENT),
    ("thanksgiving", "2026-11-30 08:30", UNTIL),
    ("both days", "2026-11-26 23:59", MONDAY),
    ("both days", "2026-11-27 09:00", MONDAY),
    ("noon", "2026-11-24 11:59", "Open now, until 12:00 pm"),
    ("noon", "2026-11-24 12:00", "Closed now, opens Wednesday 8:30 am"),
    ("noon", "2026-11-25 08:30", UNTIL),
    ("late", "2026-11-24 08:30", "Closed now, opens today 10:00 am"),
    ("late", "2026-11-24 10:00", UNTIL),
    ("meeting", "2026-11-24 09:59", "Open now, until 10:00 am"),
    ("meeting", "2026-11-24 10:00", "Closed now, opens today 11:00 am"),
    ("meeting", "2026-11-24 11:00", UNTIL),
    ("week off", "2026-11-22 12:00", "Closed now, opens Monday, November 30 8:30 am"),
    ("week off", "2026-11-24 12:00", MONDAY),
    ("week off", "2026-11-27 12:00", MONDAY),
    # Special hours
    ("saturday", "2026-11-26 16:30", "Closed now, opens Saturday 9:00 am"),
    ("saturday", "2026-11-27 10:00", APPOINTMENT),
    ("saturday", "2026-11-28 09:00", "Open now, until 12:00 pm"),
    ("saturday", "2026-11-28 12:00", MONDAY),
    ("friday", "2026-11-27 08:00", "Closed now, opens today 9:00 am"),
    ("friday", "2026-11-27 09:00", "Open now, until 12:00 pm"),
    ("friday", "2026-11-27 12:00", MONDAY),
    # Two shifts
    ("shifts", "2026-11-23 11:59", "Open now, until 12:00 pm"),
    ("shifts", "2026-11-23 12:00", "Closed now, opens today 1:00 pm"),
    ("shifts", "2026-11-23 13:00", "Open now, until 5:00 pm"),
    ("shifts", "2026-11-23 17:00", "Closed now, opens Tuesday 8:30 am"),
    # March 14, 2027: after 1:59 comes 3:00.
    ("night", "2027-03-13 23:58", "Open now, until 11:59 pm"),
    ("night", "2027-03-14 00:59", "Closed now, opens today 1:00 am"),
    ("night", "2027-03-14 01:59", "Open now, until 4:00 am"),
    ("night", "2027-03-14 03:00", "Open now, until 4:00 am"),
    ("night", "2027-03-14 04:00", "Closed now, opens Saturday 10:00 pm"),
    ("two", "2027-03-14 01:59", "Closed now, opens today 3:30 am"),
    ("two", "2027-03-14 03:30", "Open now, until 9:00 am"),
    ("clinic", "2027-03-15 08:29", TODAY),
    ("clinic", "2027-03-15 08:30", UNTIL),
    # November 7, 2027: after 1:59 comes 1:00 again (fold 1).
    ("night", "2027-11-07 00:59", "Closed now, opens today 1:00 am"),
    ("night", "2027-11-07 01:30", "Open now, until 4:00 am"),
    ("night", "2027-11-07 01:30 fold", "Open now, until 4:00 am"),
    ("night", "2027-11-07 04:00", "Closed now, opens Saturday 10:00 pm"),
    ("clinic", "2027-11-08 08:30", UNTIL),
    ("never", "2026-11-23 12:00", "Closed now"),
]


def moments():
    """Return the rows with the moment as a date."""
    return [(name, at(text.removesuffix(" fold"), fold=int(text.endswith("fold"))), said) for name, text, said in ROWS]
