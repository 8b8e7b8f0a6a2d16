"""The base of what staff announce for a limited time: closures, special hours and announcements."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pages.languages import is_source_language


class TimedEntry(models.Model):
    """Something that begins and ends at known moments, with a text in both languages.

    The three kinds share this table, so that a public page reads all of them with one query. A whole day lasts from
    midnight to midnight at the clinic.
    """

    starts_at = models.DateTimeField(gettext_lazy("start"))
    ends_at = models.DateTimeField(gettext_lazy("end"), db_index=True)
    text = models.CharField(gettext_lazy("text"), max_length=200, blank=True)
    spanish_text = models.CharField(
        gettext_lazy("Spanish text"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Left empty, Spanish pages show the English text, marked as English."),
    )

    class Meta:
        verbose_name = gettext_lazy("entry with start and end")
        verbose_name_plural = gettext_lazy("entries with start and end")
        ordering = ["starts_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="entry_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Raise `ValidationError` for an end before the start, or a Spanish text without an English one."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError(_("It ends before it starts. Choose a later end."))
        if self.spanish_text and not self.text:
            raise ValidationError({"text": _("Write the English text too: English pages show it.")})

    @property
    def has_started(self) -> bool:
        """Whether the start has passed."""
        return self.starts_at <= timezone.now()

    def text_in(self, language_code: str) -> tuple[str, str]:
        """Return the text for readers of the language, and the code of its language if it is another one, or ""."""
        if is_source_language(language_code):
            return self.text, ""
        return (self.spanish_text, "") if self.spanish_text else (self.text, "en" if self.text else "")

    def end_now(self) -> bool:
        """End the entry at this minute. Delete it and return False if it has not started yet."""
        now = timezone.now().replace(second=0, microsecond=0)
        if self.starts_at >= now:
            self.delete()
            return False
        self.ends_at = min(self.ends_at, now)
        self.save()
        return True
