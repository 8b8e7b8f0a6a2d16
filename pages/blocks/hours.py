"""The opening hours of a location, for each day of the week."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class DayStatusBlock(blocks.ChoiceBlock):
    """Whether the location is open on a day."""

    choices = [
        ("open", gettext_lazy("Open")),
        ("by_appointment", gettext_lazy("By Appointment")),
        ("closed", gettext_lazy("Closed")),
    ]


class DayBlock(blocks.StructBlock):
    """One day: open in one or two shifts, by appointment, or closed."""

    status = DayStatusBlock(label=gettext_lazy("Status"), default="closed")
    opens = blocks.TimeBlock(label=gettext_lazy("Opens"), required=False)
    closes = blocks.TimeBlock(label=gettext_lazy("Closes"), required=False)
    opens_again = blocks.TimeBlock(
        label=gettext_lazy("Opens again"),
        required=False,
        help_text=gettext_lazy("Only where the day has two shifts, for example around lunch."),
    )
    closes_again = blocks.TimeBlock(label=gettext_lazy("Closes again"), required=False)

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Return the cleaned value; raise an error at each field that contradicts another or the status."""
        cleaned = super().clean(value)
        if errors := self._contradictions(cleaned):
            raise blocks.StructBlockValidationError(
                block_errors={name: ValidationError(message) for name, message in errors.items()}
            )
        return cleaned

    def _contradictions(self, day: blocks.StructValue) -> dict[str, str]:
        opens, closes, opens_again, closes_again = (
            day[name] for name in ("opens", "closes", "opens_again", "closes_again")
        )
        if day["status"] != "open":
            return self._times_on_a_day_off(day)
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
    def _times_on_a_day_off(day: blocks.StructValue) -> dict[str, str]:
        message = _("Clear this time, or set the day's status to “Open”.")
        times = ("opens", "closes", "opens_again", "closes_again")
        return {name: message for name in times if day[name]}

    class Meta:
        icon = "time"
        label = gettext_lazy("Day")


@dataclass(frozen=True)
class Day:
    """A day of the week as readers see it. `shifts` are pairs of opening and closing times."""

    number: int
    status: str
    status_label: str
    shifts: tuple[tuple[datetime.time, datetime.time], ...]

    @property
    def name(self) -> str:
        """The day's name in the reader's language, for example “Monday”."""
        return WEEKDAYS[self.number]

    @property
    def short_name(self) -> str:
        """The day's short name in the reader's language, for example “Mon”."""
        return WEEKDAYS_ABBR[self.number]


class WeekValue(blocks.StructValue):
    """The hours of a week."""

    @property
    def days(self) -> list[Day]:
        """The seven days, from Monday to Sunday."""
        labels = dict(DayStatusBlock().field.choices)
        return [self._day(number, self[name], labels) for number, name in enumerate(DAYS)]

    @staticmethod
    def _day(number: int, value: blocks.StructValue, labels: dict[str, str]) -> Day:
        shifts = [(value["opens"], value["closes"]), (value["opens_again"], value["closes_again"])]
        return Day(
            number=number,
            status=value["status"],
            status_label=labels[value["status"]],
            shifts=tuple(shift for shift in shifts if all(shift)) if value["status"] == "open" else (),
        )


class WeekBlock(blocks.StructBlock):
    """The hours of all seven days."""

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
        preview_value = {
            **{
                day: {"status": "open", "opens": "08:30", "closes": "16:30", "opens_again": None, "closes_again": None}
                for day in DAYS[:4]
            },
            **{
                day: {"status": "closed", "opens": None, "closes": None, "opens_again": None, "closes_again": None}
                for day in DAYS[4:]
            },
        }
