"""The mixin for pages with a drawing."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from pages.illustration_chooser import IllustrationChooser
from pages.illustrations import illustration_choices


class IllustratedMixin(models.Model):
    """Shows one of the site's own drawings beside the title, and wherever the page is shown as a card."""

    illustration = models.CharField(
        _("drawing"),
        max_length=40,
        blank=True,
        choices=illustration_choices,
        help_text=_(
            "Shown beside the title, and beside links to this page. On conditions and treatments, a list of its parts "
            "belongs to it: choose only a drawing whose list is true for the page."
        ),
    )

    illustration_panels = [
        MultiFieldPanel([FieldPanel("illustration", widget=IllustrationChooser)], _("Drawing"), classname="collapsed")
    ]

    class Meta:
        abstract = True
