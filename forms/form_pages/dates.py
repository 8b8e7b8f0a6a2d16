"""The range of dates that a question can have as an answer, by what the question asks for."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.inbox.meanings import Meaning

MAXIMUM_AGE = 125  # years; nobody has lived longer
MAXIMUM_YEARS_TO_APPOINTMENT = 2
MAXIMUM_YEARS_AHEAD = 50  # of a date of which nothing is known, such as the day on which an insurance ends


class DateRange:
    """Validate that a date, or a date with a time, can be an answer to a question with this meaning.

    Days begin and end in the clinic's time zone.
    """

    def __init__(self, meaning: str) -> None:
        self.meaning = meaning

    def __call__(self, value: date) -> None:
        """Raise `ValidationError` with a sentence that says which dates are accepted."""
        day = timezone.localtime(value).date() if isinstance(value, datetime) else value
        first, last, sentence = self._range(timezone.localdate())
        if not first <= day <= last:
            dates = {"first": f"{first:%m/%d/%Y}", "last": f"{last:%m/%d/%Y}"}
            raise ValidationError(sentence % dates, code="out_of_range")

    def _range(self, today: date) -> tuple[date, date, Promise]:
        oldest = _years_later(today, -MAXIMUM_AGE)
        if self.meaning == Meaning.BIRTH_DATE:
            return oldest, today, _("Write a date of birth from %(first)s to today.")
        if self.meaning == Meaning.APPOINTMENT:
            last = _years_later(today, MAXIMUM_YEARS_TO_APPOINTMENT)
            return today, last, _("Write a date from today to %(last)s.")
        return oldest, _years_later(today, MAXIMUM_YEARS_AHEAD), _("Write a date from %(first)s to %(last)s.")


def _years_later(day: date, years: int) -> date:
    """Return the same day of another year; for February 29, March 1 if that year has no such day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
