"""Standard pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from pages.blocks import GeneralBodyBlock
from pages.models.base import BasePage
from pages.models.illustrated import IllustratedMixin
from pages.models.sources import SourcesMixin


class StandardPage(IllustratedMixin, SourcesMixin, BasePage):
    """Shows anything that has no page type of its own: a service, advice for patients, a notice."""

    parent_page_types = ["home.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]
    page_description = _("For anything that has no page type of its own: a service, advice, a notice.")

    body = StreamField(GeneralBodyBlock(), verbose_name=_("sections"), blank=True)
    is_notice = models.BooleanField(
        _("link in the footer of every page"),
        default=False,
        help_text=_("For notices that every page must link to, such as privacy and accessibility."),
    )

    content_panels = [
        *BasePage.content_panels,
        *IllustratedMixin.illustration_panels,
        FieldPanel("body"),
        *SourcesMixin.sources_panels,
    ]
    promote_panels = [*BasePage.promote_panels, MultiFieldPanel(["is_notice"], _("For the footer"))]

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *SourcesMixin.sources_translatable_fields,
    ]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
