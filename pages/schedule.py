"""What closures, special hours and announcements say on a page, and until when each text is right.

Every text on a page that changes with time has two moments: readers see it from the first to the second. The page has
all texts of the next two weeks. The server hides those that are not right at the moment of rendering, and
`static/js/parts.js` shows and hides them at the right minute. So a page that was rendered once stays right.
"""

import datetime
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pages.dates import date_text, moment_text, shift_text, span_text
from pages.location_schedule import Closing, LocationSchedule, entries_since
from pages.open_now import open_now_lines
from pages.opening_times import DAY, clinic_day, day_period, days_between, moment_of
from pages.timed_text import TimedText

if TYPE_CHECKING:
    from pages.blocks.hours import Day
    from pages.models import Announcement, LocationPage

    # Locations with the name of the town for readers, "" if there is one location.
    Towns = list[tuple[str, LocationPage]]

DEFAULT_CLOSURE_DAYS = 5  # days before a closure on which the banner announces it
MOST_CLOSURE_DAYS = 60
DAYS_RIGHT = 14  # days for which a page that was rendered once shows what is right
DAYS_BEFORE = 6  # days before a day with other hours on which the row of its weekday says so
DAYS_LISTED = 90  # closures of these days are listed on the location's page and for search engines


class Schedule:
    """What a page shows of closures, special hours and announcements at one moment, in the active language."""

    def __init__(self, now: datetime.datetime, language_code: str, closure_days: int = DEFAULT_CLOSURE_DAYS) -> None:
        self.now = now
        self.closure_days = closure_days
        self.language_code = language_code
        self._locations: dict[int, LocationSchedule] = {}

    @cached_property
    def today(self) -> datetime.date:
        """The date at the clinic."""
        return clinic_day(self.now)

    @cached_property
    def entries(self) -> list[Any]:
        """The entries that have not ended at the beginning of today."""
        return entries_since(moment_of(self.today))

    def of(self, location: "LocationPage") -> LocationSchedule:
        """Return the schedule of the location for the days that pages show. A preview has its own hours."""
        if id(location) not in self._locations:
            last = self.today + DAYS_LISTED * DAY
            self._locations[id(location)] = LocationSchedule(
                location, self.entries, self.today, last, self.language_code
            )
        return self._locations[id(location)]

    def _timed(self, start: datetime.datetime, end: datetime.datetime, text: str, **values: Any) -> TimedText:
        return TimedText(start, end, text, is_shown=start <= self.now < end, **values)

    def _within_reach(self, texts: Iterable[TimedText]) -> list[TimedText]:
        """Return the texts that readers of this page may see: now, or before the page is two weeks old."""
        last = moment_of(self.today + DAYS_RIGHT * DAY)
        return [text for text in texts if self.now < text.ends_at and text.starts_at < last]

    # The banner

    def banner(self, towns: "Towns", *, is_home: bool) -> list[TimedText]:
        """Return the lines of the banner: urgent announcements, closures, other announcements.

        A closure that is not the same at all locations names the towns that it is about.
        """
        announcements = [
            self._announcement(entry)
            for entry in self.entries
            if hasattr(entry, "urgency") and (is_home or entry.place == entry.Place.EVERYWHERE)
        ]
        lines = self._within_reach([*self._closing_lines(towns), *announcements])
        return sorted(lines, key=lambda line: not line.is_urgent)

    def _announcement(self, entry: "Announcement") -> TimedText:
        text, language = entry.text_in(self.language_code)
        values = {"language": language, "is_urgent": entry.is_urgent, "page": entry.page, "url": entry.url}
        return self._timed(entry.starts_at, entry.ends_at, text, **values)

    def _closing_lines(self, towns: "Towns") -> list[TimedText]:
        closed: dict[Closing, Towns] = {}
        for town, location in towns:
            for closing in self.of(location).closings:
                closed.setdefault(replace(closing, is_holiday=False), []).append((town, location))
        lines = []
        for closing in sorted(closed, key=lambda one: one.period):
            start = moment_of(clinic_day(closing.period.start) - self.closure_days * DAY)
            start = min(start, closing.period.start) if self.closure_days else closing.period.start
            text = f"{closing.reason}: {span_text(closing.period)}."
            if len(closed[closing]) < len(towns):
                text = f"{', '.join(town for town, _location in closed[closing])}: {text}"
            text = " ".join([text, *self._reopening_texts(closing, closed[closing])])
            lines.append(self._timed(start, closing.period.end, text, more=closing.text, language=closing.language))
        return lines

    def _reopening_texts(self, closing: Closing, closed: "Towns") -> list[str]:
        """Return when the closed locations open again: one sentence if all do at the same time, else one for each."""
        known = [(town, self.of(location).timetable.next_opening(closing.period.end)) for town, location in closed]
        moments = {moment_text(opens) if opens else "" for _town, opens in known}
        if len(moments) == 1:
            return [_("We open again %(moment)s.") % {"moment": moment} for moment in moments if moment]
        return [
            _("%(town)s opens again %(moment)s.") % {"town": town, "moment": moment_text(opens)}
            for town, opens in known
            if opens
        ]

    # The hours

    def days(self, location: "LocationPage") -> list["Day"]:
        """Return the days of the location's week, each with what is different when this weekday comes next."""
        week = location.week
        exceptions: dict[int, list[TimedText]] = {}
        for exception in self._exceptions(self.of(location)):
            weekday = (clinic_day(exception.starts_at) + DAYS_BEFORE * DAY).weekday()
            exceptions.setdefault(weekday, []).append(exception)
        return [replace(day, exceptions=tuple(exceptions.get(day.number, ()))) for day in (week.days if week else [])]

    def _exceptions(self, own: LocationSchedule) -> list[TimedText]:
        """Return a text for each day of the next weeks whose hours are not the usual ones.

        Each begins six days before the day, so that the row of a weekday is about the next day of this name.
        """
        found = []
        for day in days_between(self.today, self.today + (DAYS_RIGHT + DAYS_BEFORE) * DAY):
            if own.differs_on(day):
                closings = own.closings_on(day)
                _start, end = day_period(day)
                if closings and day not in own.special_hours:
                    end = min(end, max(closing.period.end for closing in closings))
                start = moment_of(day - DAYS_BEFORE * DAY)
                found.append(self._timed(start, end, f"{date_text(day)}: {self._hours_text(own, day)}"))
        return self._within_reach(found)

    def _hours_text(self, own: LocationSchedule, day: datetime.date) -> str:
        """Return the hours of a day that differs, and why."""
        reasons = ", ".join(dict.fromkeys(closing.reason for closing in own.closings_on(day)))
        shifts = ", ".join(map(shift_text, own.timetable.shifts_on(day)))
        return f"{shifts} ({reasons})" if shifts and reasons else shifts or reasons or _("Closed")

    def ahead(self, location: "LocationPage") -> list[TimedText]:
        """Return the holidays of the next 90 days and all later closures and special hours, in order."""
        own = self.of(location)
        start = moment_of(self.today)
        lines = [
            self._timed(
                start,
                closing.period.end,
                f"{capfirst(span_text(closing.period))}: {closing.reason}",
                more=closing.text,
                language=closing.language,
            )
            for closing in own.closings
        ]
        for entry in {entry.pk: entry for entry in own.special_hours.values()}.values():
            more, language = entry.text_in(self.language_code)
            hours = _("open %(hours)s") % {"hours": entry.hours_text}
            lines.append(
                self._timed(
                    start, entry.ends_at, f"{capfirst(span_text(entry.period))}: {hours}", more=more, language=language
                )
            )
        return [line for line in sorted(lines, key=lambda line: line.ends_at) if self.now < line.ends_at]

    def closed_notes(self, towns: "Towns") -> list[TimedText]:
        """Return the notes beside forms: until when nobody reads messages because of a closure.

        A note that is not the same for all locations names its town.
        """
        notes = [(town, note) for town, location in towns for note in self._closed_notes_of(location)]
        same = [note for _town, note in notes]
        shared = [note for note in dict.fromkeys(same) if same.count(note) == len(towns)]
        others = [replace(note, text=f"{town}: {note.text}") for town, note in notes if note not in shared]
        return [*shared, *others]

    def _closed_notes_of(self, location: "LocationPage") -> list[TimedText]:
        """Return the notes about one location.

        A note begins when the location closes for the last time before the closure, and ends with the closure.
        """
        own = self.of(location)
        notes: list[TimedText] = []
        for closing in own.closings:
            opens = own.timetable.next_opening(closing.period.end)
            start = own.timetable.last_closing(closing.period.start, DAYS_RIGHT) or closing.period.start
            if opens:
                text = _("We are closed until %(moment)s. We read your message then.") % {"moment": moment_text(opens)}
                notes.append(self._timed(start, closing.period.end, text))
        joined = []
        for _text, same in groupby(self._within_reach(notes), key=lambda note: note.text):
            first, *others = same
            end = max(note.ends_at for note in [first, *others])
            joined.append(self._timed(first.starts_at, end, first.text))
        return joined

    # Open now

    def open_now(self, location: "LocationPage") -> list[tuple[int, str]]:
        """Return the lines of “open now”; [] without hours."""
        if not location.week:
            return []
        return open_now_lines(self.of(location).timetable, self.now, DAYS_RIGHT)

    def next_change(self) -> datetime.datetime:
        """Return the next moment at which a page changes by itself.

        That is at midnight at the latest: pages then have the texts of one more day.
        """
        moments = [moment_of(self.today + DAY)]
        texts = [note for own in self._locations.values() for note in self._closed_notes_of(own.location)]
        spans = [(text.starts_at, text.ends_at) for text in texts]
        spans += [closing.period for own in self._locations.values() for closing in own.closings]
        spans += [(entry.starts_at, entry.ends_at) for entry in self.entries]
        moments += [moment for span in spans for moment in span if moment > self.now]
        return min(moments)
