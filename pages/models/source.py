"""The public sources of medical facts."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm


class SourceForm(WagtailAdminModelForm):
    """The form of a source. Texts refer to the key of a source, so it does not change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].disabled = bool(self.instance.pk)


class Source(models.Model):
    """A public source of medical facts, which pages and passages choose and texts refer to. The same in all languages.

    An address is stored once: `normalized_url` is the address as `normalize_url` returns it.
    """

    key = models.SlugField(
        _("key"),
        max_length=80,
        unique=True,
        help_text=_("Texts refer to the source by it: {source:key}. It cannot be changed later."),
    )
    publisher = models.CharField(_("publisher"), max_length=160, blank=True)
    title = models.CharField(_("title"), max_length=255)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    url = models.URLField(_("address"), max_length=500, help_text=_("Begins with https://"))
    normalized_url = models.CharField(max_length=500, unique=True, editable=False)
    last_checked = models.DateField(
        _("last checked"), null=True, blank=True, help_text=_("When somebody last opened the address and read it.")
    )

    base_form_class = SourceForm
    panels = ["publisher", "title", "year", "url", "last_checked", "key"]

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["publisher", "title"]

    def __str__(self) -> str:
        name = ": ".join(part for part in (self.publisher, self.title) if part)
        return f"{name} ({self.year})" if self.year else name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the source, and update `normalized_url`."""
        self.normalized_url = normalize_url(self.url)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Set `normalized_url`. Raise `ValidationError` for an address that is not https or that another source has."""
        super().clean()
        self.normalized_url = normalize_url(self.url)
        if self.url and not self.url.startswith("https://"):
            raise ValidationError({"url": _("Begin the address with https://, so that the connection is safe.")})
        same = Source.objects.exclude(pk=self.pk).filter(normalized_url=self.normalized_url).first()
        if same:
            message = _("The source “%(source)s” already has this address. Choose that one.")
            raise ValidationError({"url": message % {"source": same}})


def normalize_url(url: str) -> str:
    """Return the address in lower case and without a slash at its end: equal for two ways to write one address."""
    return url.strip().lower().rstrip("/")
