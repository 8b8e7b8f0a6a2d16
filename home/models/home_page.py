"""The home page, which is the parent of all other pages."""

from typing import Any

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, PageChooserPanel, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from home.models.site_text import SiteTextMixin
from pages.blocks import GeneralBodyBlock, WayInBlock
from pages.languages import visible
from pages.models import BasePage, BodyArea, IllustratedMixin
from pages.page_types import page_types
from pages.site_context import site_context
from pages.structured_data import clinic_at, clinic_at_main_location


class HomePage(SiteTextMixin, BasePage):
    """Welcomes the reader, links to conditions, treatments and the phone, and holds the texts on every page."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "pages.ConditionIndexPage",
        "pages.TreatmentIndexPage",
        "pages.LocationIndexPage",
        "pages.StandardPage",
        "site_forms.FormPage",
    ]
    page_description = _("Welcomes the reader, and leads to conditions, treatments and the phone.")

    hero_heading = models.CharField(
        _("heading"), max_length=120, help_text=_("The largest words of the site: who we are and what we do.")
    )
    ways_in = StreamField(
        [("way_in", WayInBlock())],
        verbose_name=_("ways in"),
        blank=True,
        help_text=_("The pages that most readers come for, each with a sentence."),
    )
    body = StreamField(GeneralBodyBlock(), verbose_name=_("sections"), blank=True)
    main_location = models.ForeignKey(
        "pages.LocationPage",
        verbose_name=_("main location"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="main_for",
        help_text=_("Its phone, address and hours are shown on every page."),
    )
    referral_form = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("form for referring offices"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Linked in the footer of every page, below the text about referral, and beside the other forms."),
    )

    searched_fields = ("hero_heading", "introduction", "ways_in", "body", *SiteTextMixin.site_text_searched_fields)

    content_panels = [
        BasePage.content_panels[0],
        MultiFieldPanel(["hero_heading", "introduction"], _("Welcome")),
        FieldPanel("ways_in"),
        FieldPanel("body"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Content")),
            ObjectList(
                [
                    FieldPanel("main_location"),
                    PageChooserPanel("referral_form", "site_forms.FormPage"),
                    *SiteTextMixin.site_text_panels,
                ],
                heading=_("On every page"),
            ),
            ObjectList(BasePage.promote_panels, heading=_("Promote")),
            ObjectList(BasePage.settings_panels, heading=_("Settings")),
        ],
        base_form_class=BasePage.base_form_class,
    )

    # The pages themselves are translated. Which ones are chosen is the same in every language.
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *SiteTextMixin.site_text_translatable_fields,
        SynchronizedField("main_location", overridable=False),
        SynchronizedField("referral_form", overridable=False),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @cached_property
    def where_it_hurts(self) -> tuple[Page | None, dict[str, BodyArea]]:
        """The list of conditions, and by value the areas under which it lists any; `(None, {})` if there is no list."""
        is_about_conditions = Q(conditionindexpage__isnull=False) | Q(conditionpage__isnull=False)
        pages = visible(Page.objects.descendant_of(self).filter(is_about_conditions), self.language_code)
        index_page, *conditions = pages.annotate(areas=F("conditionpage__body_areas")).order_by("path") or [None]
        used = {area for page in conditions for area in page.areas or []}
        return index_page, BodyArea.among(used)

    @cached_property
    def illustrations_of_ways_in(self) -> dict[int, str]:
        """The names of the drawings of the pages that the ways in link to, by the page's key; one query."""
        keys = {block.value["page"].pk for block in self.ways_in if block.value["page"]}
        names = Coalesce(
            *(f"{model._meta.model_name}__illustration" for model in page_types(IllustratedMixin)), Value("")
        )
        return dict(Page.objects.filter(pk__in=keys).values_list("pk", names)) if keys else {}

    def structured_data(self, request: HttpRequest | None) -> list[dict[str, Any]]:
        """Return the page's data for search engines, and the clinic's if there is a main location.

        With more than one location, also those of the clinic at each of them.
        """
        site = site_context(request)
        clinic = [clinic_at_main_location(site.location, site)] if site.location else []
        places = [clinic_at(location, site) for town, location in site.towns if town]
        return [*super().structured_data(request), *clinic, *places]
