"""The mixin for pages with sources."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from pages.blocks import SourceBlock


class SourcesMixin(models.Model):
    """Lists the public sources of the page's medical facts at the end of the page."""

    sources = StreamField(
        [("source", SourceBlock())],
        verbose_name=_("sources"),
        blank=True,
        help_text=_("The public sources of the page's medical facts, shown at its end."),
    )

    sources_panels = [FieldPanel("sources")]

    class Meta:
        abstract = True
