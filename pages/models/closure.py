"""Closures and special hours of the clinic's locations."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pages.dates import shift_text, span_text
from pages.holiday_dates import holiday_on
from pages.models.timed_entry import TimedEntry
from pages.opening_times import Period, clinic_day


class AtLocationMixin(models.Model):
    """Holds the location that an entry is about."""

    location = models.ForeignKey(
        "pages.LocationPage",
        verbose_name=gettext_lazy("location"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=gettext_lazy("Left empty: all locations."),
    )

    starts_at: models.DateTimeField
    ends_at: models.DateTimeField

    class Meta:
        abstract = True

    @property
    def period(self) -> Period:
        """The span of time from start to end."""
        return Period(self.starts_at, self.ends_at)


class Closure(AtLocationMixin, TimedEntry):
    """A time in which a location is closed, although its weekly hours say that it is open."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", gettext_lazy("Holiday")
        WEATHER = "weather", gettext_lazy("Weather")
        STAFF = "staff", gettext_lazy("Staff")
        OTHER = "other", gettext_lazy("Other")

    kind = models.CharField(gettext_lazy("reason"), max_length=20, choices=Kind)

    class Meta:
        verbose_name = gettext_lazy("closure")
        verbose_name_plural = gettext_lazy("closures")

    def __str__(self) -> str:
        return f"{self.reason}: {span_text(self.period)}"

    @property
    def reason(self) -> str:
        """That it is closed and why, in the reader's language, for example “Closed for Thanksgiving”."""
        if self.kind == self.Kind.HOLIDAY and (holiday := holiday_on(clinic_day(self.starts_at))):
            return _("Closed for %(holiday)s") % {"holiday": holiday.label}
        return {
            self.Kind.HOLIDAY: _("Closed for a holiday"),
            self.Kind.WEATHER: _("Closed because of the weather"),
            self.Kind.STAFF: _("Closed because staff are away"),
        }.get(self.Kind(self.kind), _("Closed"))


class SpecialHours(AtLocationMixin, TimedEntry):
    """Hours that replace the weekly hours, and any holiday, on one day or on several."""

    opens = models.TimeField(gettext_lazy("opens"))
    closes = models.TimeField(gettext_lazy("closes"))

    class Meta:
        verbose_name = gettext_lazy("special hours")
        verbose_name_plural = gettext_lazy("special hours")

    def __str__(self) -> str:
        return f"{span_text(self.period)}: {self.hours_text}"

    def clean(self) -> None:
        """Raise `ValidationError` for a closing time before the opening time."""
        super().clean()
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValidationError(
                {"closes": _("It closes before it opens. Choose a closing time later than the opening time.")}
            )

    @property
    def hours_text(self) -> str:
        """The hours, for example “8:30 am – 12:00 pm”."""
        return shift_text((self.opens, self.closes))
