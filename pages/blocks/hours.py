"""The opening hours of a location, by day of the week."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter

from pages.time_fields import TimeField

if TYPE_CHECKING:
    from pages.timed_text import TimedText

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TIMES = ("opens", "closes", "opens_again", "closes_again")
NO_TIMES = dict.fromkeys(TIMES)


class DayStatus(models.TextChoices):
    """Whether the location is open on a day."""

    OPEN = "open", gettext_lazy("Open")
    BY_APPOINTMENT = "by_appointment", gettext_lazy("By Appointment")
    CLOSED = "closed", gettext_lazy("Closed")


class DayStatusBlock(blocks.ChoiceBlock):
    """The choice of a day's status."""

    choices = DayStatus.choices


class TimeOfDayBlock(blocks.TimeBlock):
    """A time in a plain text box, such as “8:30 AM”. Migrations contain it as `TimeBlock`."""

    @cached_property
    def field(self) -> TimeField:
        """The form field, which accepts what people type for times."""
        return TimeField(**self.field_options)


DECONSTRUCT_ALIASES = {TimeOfDayBlock: "wagtail.blocks.TimeBlock"}


class DayBlock(blocks.StructBlock):
    """One day: open in one or two shifts, by appointment, or closed."""

    status = DayStatusBlock(label=gettext_lazy("Status"), default=DayStatus.CLOSED.value)
    opens = TimeOfDayBlock(label=gettext_lazy("Opens"), required=False)
    closes = TimeOfDayBlock(label=gettext_lazy("Closes"), required=False)
    opens_again = TimeOfDayBlock(label=gettext_lazy("Opens again"), required=False)
    closes_again = TimeOfDayBlock(label=gettext_lazy("Closes again"), required=False)

    def clean(self, value: Any) -> blocks.StructValue:
        """Return the valid value.

        Raises `StructBlockValidationError`, with a message at each field, if the times contradict each other or the
        status.
        """
        cleaned = super().clean(value)
        if errors := self._contradictions(cleaned):
            raise blocks.StructBlockValidationError(
                block_errors={name: ValidationError(message) for name, message in errors.items()}
            )
        return cleaned

    def _contradictions(self, day: Mapping[str, Any]) -> dict[str, str]:
        """Return error messages by the name of the field."""
        opens, closes, opens_again, closes_again = (day[name] for name in TIMES)
        if day["status"] != DayStatus.OPEN:
            return self._times_of_a_closed_day(day)
        errors = {}
        if not opens:
            errors["opens"] = _("Say when the day opens, or set its status to “Closed”.")
        if not closes:
            errors["closes"] = _("Say when the day closes, or set its status to “Closed”.")
        if opens and closes and closes <= opens:
            errors["closes"] = _("It closes before it opens. Choose a closing time later than the opening time.")
        if opens_again and not closes_again:
            errors["closes_again"] = _("Say when the second shift closes, or clear “Opens again”.")
        if closes_again and not opens_again:
            errors["opens_again"] = _("Say when the second shift opens, or clear “Closes again”.")
        if opens_again and closes_again and closes_again <= opens_again:
            errors["closes_again"] = _(
                "The second shift closes before it opens. Choose a closing time later than “Opens again”."
            )
        if closes and opens_again and opens_again <= closes:
            errors["opens_again"] = _(
                "The shifts overlap. Let the second shift open after the first one closes, or make them one."
            )
        return errors

    @staticmethod
    def _times_of_a_closed_day(day: Mapping[str, Any]) -> dict[str, str]:
        message = _("Clear this time, or set the day's status to “Open”.")
        return {name: message for name in TIMES if day[name]}

    class Meta:
        icon = "time"
        label = gettext_lazy("Day")
        form_template = "pages/day_form.html"


@dataclass(frozen=True)
class Day:
    """A day of the week as the page shows it.

    `number` is 0 for Monday. `shifts` are pairs of an opening and a closing time. `exceptions` say what is different
    when this weekday comes next; `pages.schedule` sets them.
    """

    number: int
    status: DayStatus
    status_label: str
    shifts: tuple[tuple[datetime.time, datetime.time], ...]
    exceptions: tuple["TimedText", ...] = ()

    @property
    def name(self) -> str:
        """The day's name in the reader's language, for example “Monday”."""
        return str(WEEKDAYS[self.number])

    @property
    def short_name(self) -> str:
        """The day's short name in the reader's language: “Mon”, in Spanish “lun.”."""
        name = str(WEEKDAYS_ABBR[self.number])
        return f"{name}." if get_language() == "es" else name


class WeekValue(blocks.StructValue):
    """The opening hours of a week."""

    @property
    def days(self) -> list[Day]:
        """The seven days, from Monday to Sunday."""
        return [self._day(number, self[name]) for number, name in enumerate(DAYS)]

    @property
    def open_days(self) -> list[list[Day]]:
        """The days on which the location is open, days in a row with the same hours together."""
        groups = groupby(self.days, key=lambda day: day.shifts)
        return [list(days) for shifts, days in groups if shifts]

    @staticmethod
    def _day(number: int, value: Mapping[str, Any]) -> Day:
        status = DayStatus(value["status"])
        shifts = [(value["opens"], value["closes"]), (value["opens_again"], value["closes_again"])]
        return Day(
            number=number,
            status=status,
            status_label=str(status.label),
            shifts=tuple(shift for shift in shifts if all(shift)) if status == DayStatus.OPEN else (),
        )


class WeekBlock(blocks.StructBlock):
    """The opening hours of all seven days."""

    monday = DayBlock(label=gettext_lazy("Monday"))
    tuesday = DayBlock(label=gettext_lazy("Tuesday"))
    wednesday = DayBlock(label=gettext_lazy("Wednesday"))
    thursday = DayBlock(label=gettext_lazy("Thursday"))
    friday = DayBlock(label=gettext_lazy("Friday"))
    saturday = DayBlock(label=gettext_lazy("Saturday"))
    sunday = DayBlock(label=gettext_lazy("Sunday"))

    class Meta:
        icon = "time"
        label = gettext_lazy("Weekly hours")
        description = gettext_lazy(
            "When the location is open, day by day. Shown on its page and in the footer of every page."
        )
        value_class = WeekValue
        template = "blocks/week.html"
        form_template = "pages/week_form.html"
        preview_value = {
            **{
                day: {**NO_TIMES, "status": DayStatus.OPEN.value, "opens": "08:30", "closes": "16:30"}
                for day in DAYS[:4]
            },
            **{day: {**NO_TIMES, "status": DayStatus.CLOSED.value} for day in DAYS[4:]},
        }


class WeekBlockAdapter(StructBlockAdapter):
    """Names the JavaScript class that shows the days as rows, and copies the hours of Monday."""

    js_constructor = "pages.blocks.WeekBlock"

    @cached_property
    def media(self) -> forms.Media:
        """The scripts of the editor."""
        return super().media + forms.Media(js=["js/week-form.js"])


register(WeekBlockAdapter(), WeekBlock)
