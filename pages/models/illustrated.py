"""The drawing beside a page's title."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import get_page_models

from pages.illustration_chooser import IllustrationChooser
from pages.illustrations import illustration_choices


class IllustratedMixin(models.Model):
    """Shows one of the site's own drawings beside the title, and wherever the page is shown as a card."""

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


def illustrated_page_types():
    """Return every page type that shows a drawing, whichever app it comes from."""
    return [model for model in get_page_models() if issubclass(model, IllustratedMixin)]
