"""The mixin for what has sources."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from pages.blocks.rows import RowChooserBlock


class SourcesMixin(models.Model):
    """Lists the public sources of the medical facts in a text. They are the same in all languages."""

    sources = StreamField(
        [("source", RowChooserBlock("pages.Source", icon="doc-full", label=_("Source")))],
        verbose_name=_("sources"),
        blank=True,
        help_text=_("The public sources of the medical facts, shown at the end of the page."),
    )

    sources_panels = [FieldPanel("sources")]
    sources_translatable_fields = [SynchronizedField("sources", overridable=False)]

    class Meta:
        abstract = True
