"""The public sources of medical facts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    """A public source of medical facts, which pages and passages refer to."""

    key = models.SlugField(
        _("key"), max_length=80, unique=True, help_text=_("Texts refer to the source by it: {source:key}.")
    )
    publisher = models.CharField(_("publisher"), max_length=160, blank=True)
    title = models.CharField(_("title"), max_length=255)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    url = models.URLField(_("address"), max_length=500)
    last_checked = models.DateField(_("last checked"), null=True, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["publisher", "title"]

    def __str__(self) -> str:
        return ": ".join(part for part in (self.publisher, self.title) if part)
