"""Pages with a drawing."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, get_page_models

from pages.illustration_chooser import IllustrationChooser
from pages.illustrations import illustration_choices


class IllustratedMixin(models.Model):
    """Adds a drawing, shown beside the title and on cards that link to the page."""

    illustration = models.CharField(
        _("drawing"),
        max_length=40,
        blank=True,
        choices=illustration_choices,
        help_text=_("Shown beside the title, and where other pages lead to this one. It only decorates."),
    )

    illustration_panels = [
        MultiFieldPanel([FieldPanel("illustration", widget=IllustrationChooser)], _("Drawing"), classname="collapsed")
    ]

    class Meta:
        abstract = True


def illustrated_page_types() -> list[type[Page]]:
    """Return the page types of all apps that have a drawing."""
    return [model for model in get_page_models() if issubclass(model, IllustratedMixin)]
