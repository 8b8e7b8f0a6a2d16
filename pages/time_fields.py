"""Form fields for times. They accept what people type, and what they refuse stays in the box with a sentence."""

import datetime
from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.text import format_lazy
from django.utils.timezone import is_naive
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateTimeInput

from pages.times import displayed_time_of_day, moment_at, read_time

# American formats, also for staff who use the admin in Spanish.
DATES = ("%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y", "%Y-%m-%d", "%b %d, %Y", "%b %d %Y", "%B %d, %Y", "%B %d %Y")


class TimeInput(forms.TextInput):
    """A plain text box for a time. Wagtail's box has a picker, which replaces what it does not understand."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """Return a time such as “8:30 AM”. A text that somebody typed is returned as it is."""
        return displayed_time_of_day(value) if isinstance(value, datetime.time) else super().format_value(value)


class TimeField(forms.TimeField):
    """A time of day, as `pages.times.read_time` reads it."""

    widget = TimeInput

    def to_python(self, value: Any) -> datetime.time | None:
        """Return the time, or None for an empty box. Raises `ValidationError` with a sentence."""
        if value in self.empty_values or isinstance(value, datetime.time):
            return value if isinstance(value, datetime.time) else None
        try:
            return read_time(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None


class DateTimeField(forms.DateTimeField):
    """A date with a time on the clinic's clock. Refuses times that the change of the clocks skips or repeats.

    `dates` are the accepted formats of the date.
    """

    default_error_messages = {
        "invalid": gettext_lazy("Write the date and the time like this: 12/31/2026 5 PM."),
    }

    def __init__(self, *, dates: tuple[str, ...] = DATES, **options: Any) -> None:
        super().__init__(**options)
        self.date_field = forms.DateField(input_formats=dates)

    def to_python(self, value: Any) -> datetime.datetime | None:
        """Return the moment, or None for an empty box. Raises `ValidationError` with a sentence."""
        if value in self.empty_values:
            return None
        moment = value if isinstance(value, datetime.datetime) else self._read(str(value).strip())
        try:
            return moment_at(moment) if is_naive(moment) else moment
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None

    def _read(self, text: str) -> datetime.datetime:
        for day, time in _splits(text):
            try:
                date = self.date_field.to_python(day)
            except ValidationError:
                continue
            clock = TimeField().to_python(time)
            if date and clock:
                return datetime.datetime.combine(date, clock)
        if "T" in text and (moment := _read_iso(text)):
            return moment
        raise ValidationError(self.error_messages["invalid"], code="invalid")


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """Yield the two parts of the text before and after each space, without the comma between them."""
    words = text.replace("\N{NO-BREAK SPACE}", " ").split()
    for number in range(1, len(words)):
        yield " ".join(words[:number]).rstrip(","), " ".join(words[number:])


def _read_iso(text: str) -> datetime.datetime | None:
    """Return the moment that a program wrote (ISO 8601)."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _date_time_options(field: models.DateTimeField) -> dict[str, Any]:
    """Return the options of the form field in the admin. Its help text names the clinic's time zone."""
    zone = format_lazy(gettext_lazy("Clinic time ({zone}), for example “12/31/2026 5 PM”."), zone=settings.TIME_ZONE)
    help_text = format_lazy("{} {}", field.help_text, zone) if field.help_text else zone
    return {"form_class": DateTimeField, "widget": AdminDateTimeInput, "help_text": help_text}


def use_in_admin() -> None:
    """Make all forms of the admin use these fields for times, also Wagtail's own form for schedules."""
    register_form_field_override(models.TimeField, override={"form_class": TimeField, "widget": TimeInput})
    register_form_field_override(models.DateTimeField, override=_date_time_options)
