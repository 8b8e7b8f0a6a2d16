"""Pages with medical sources."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from pages.blocks import SourceBlock


class SourcesMixin(models.Model):
    """Adds the public sources of a page, listed at its end."""

    sources = StreamField(
        [("source", SourceBlock())],
        verbose_name=_("sources"),
        blank=True,
        help_text=_("The public medical sources for what the page says, shown at the end of it."),
    )

    sources_panels = [FieldPanel("sources")]

    class Meta:
        abstract = True
