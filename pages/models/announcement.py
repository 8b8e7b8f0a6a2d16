"""Announcements in the banner of the site's pages, for a limited time."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pages.models.timed_entry import TimedEntry


class Announcement(TimedEntry):
    """A short text at the top of every page, or of the home page, for a limited time.

    The word *notice* is used for the legal notices of the site (`pages.models.notice`).
    """

    class Urgency(models.TextChoices):
        NORMAL = "normal", gettext_lazy("Good to know")
        URGENT = "urgent", gettext_lazy("Urgent")

    class Place(models.TextChoices):
        EVERYWHERE = "everywhere", gettext_lazy("Every page")
        HOME = "home", gettext_lazy("Home page only")

    urgency = models.CharField(
        gettext_lazy("urgency"),
        max_length=20,
        choices=Urgency,
        default=Urgency.NORMAL,
        help_text=gettext_lazy("An urgent announcement comes first, in the color of a warning."),
    )
    place = models.CharField(gettext_lazy("where"), max_length=20, choices=Place, default=Place.EVERYWHERE)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=gettext_lazy("page with more about it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=gettext_lazy("The text becomes a link to it. Spanish pages link to its translation."),
    )
    url = models.URLField(
        gettext_lazy("or an address outside of this site"),
        blank=True,
        help_text=gettext_lazy("For example https://www.weather.gov/lzk/."),
    )

    class Meta:
        verbose_name = gettext_lazy("announcement")
        verbose_name_plural = gettext_lazy("announcements")

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Raise `ValidationError` for a missing text, or for two links."""
        super().clean()
        if not self.text:
            raise ValidationError({"text": _("Write what patients should read.")})
        if self.page and self.url:
            raise ValidationError({"url": _("Choose a page or write an address, not both.")})

    @property
    def is_urgent(self) -> bool:
        """Whether it is shown in the color of a warning, before the others."""
        return self.urgency == self.Urgency.URGENT
