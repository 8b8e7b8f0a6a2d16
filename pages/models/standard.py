"""Standard pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

from pages.blocks import GeneralBodyBlock
from pages.models.base import BasePage
from pages.models.illustrated import IllustratedMixin
from pages.models.notice import NoticeMixin
from pages.models.sources import SourcesMixin


class StandardPage(IllustratedMixin, SourcesMixin, NoticeMixin, BasePage):
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

    searched_fields = (*BasePage.searched_fields, *NoticeMixin.notice_searched_fields)

    content_panels = [
        *BasePage.content_panels,
        *IllustratedMixin.illustration_panels,
        FieldPanel("body"),
        *SourcesMixin.sources_panels,
    ]
    promote_panels = [*BasePage.promote_panels, MultiFieldPanel(["is_notice"], _("For the footer"))]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Content")),
            ObjectList(NoticeMixin.notice_panels, heading=_("Notice")),
            ObjectList(promote_panels, heading=_("Promote")),
            ObjectList(BasePage.settings_panels, heading=_("Settings")),
        ],
        base_form_class=BasePage.base_form_class,
    )

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *NoticeMixin.notice_translatable_fields,
        *SourcesMixin.sources_translatable_fields,
    ]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    @property
    def sections_shown(self) -> list[StreamValue.StreamChild]:
        """The sections that readers see: the clinic's own notice or else the page's, and the billing disclosure."""
        return [*(self.own_notice or self.body), *self.billing_disclosure]

    def fields_to_search(self) -> tuple[str, ...]:
        """Return the fields that readers see: the clinic's own notice replaces the introduction and the sections."""
        replaced = ("introduction", "body") if self.own_notice else ()
        return tuple(name for name in super().fields_to_search() if name not in replaced)
