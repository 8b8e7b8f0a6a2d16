"""The home page, which is the parent of all other pages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, PageChooserPanel, TabbedInterface
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail_localize.fields import SynchronizedField

from home.models.site_text import SiteTextMixin
from pages.blocks import GeneralBodyBlock, StepBlock, WayInBlock
from pages.languages import visible
from pages.links import pages_to_link
from pages.models import BasePage, BodyArea, ConditionIndexPage, PersonPage
from pages.restrictions import is_restricted
from pages.site_context import site_context
from pages.structured_data import clinic_at, clinic_at_main_location


class HomePage(SiteTextMixin, BasePage):
    """Welcomes the reader, links to conditions, treatments and the phone, and holds the texts on every page."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "pages.ConditionIndexPage",
        "pages.TreatmentIndexPage",
        "pages.LocationIndexPage",
        "pages.PersonIndexPage",
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
    steps_heading = models.CharField(
        _("heading of the steps"), max_length=120, blank=True, help_text=_("For example: “From referral to follow-up”")
    )
    steps = StreamField(
        [("step", StepBlock())],
        verbose_name=_("steps"),
        blank=True,
        help_text=_("How a patient comes to us, step by step. The page numbers the steps."),
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

    language_help = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page about help in other languages"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "“Español” at the top of a page that is not translated leads to the Spanish page about help in Spanish."
        ),
    )

    searched_fields = (
        *("hero_heading", "introduction", "ways_in", "steps_heading", "steps", "body"),
        *SiteTextMixin.site_text_searched_fields,
    )

    content_panels = [
        BasePage.content_panels[0],
        MultiFieldPanel(["hero_heading", "introduction"], _("Welcome")),
        FieldPanel("ways_in"),
        MultiFieldPanel(["steps_heading", "steps"], _("From referral to follow-up")),
        FieldPanel("body"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Content")),
            ObjectList(
                [
                    FieldPanel("main_location"),
                    PageChooserPanel("referral_form", "site_forms.FormPage"),
                    PageChooserPanel("language_help", "pages.StandardPage"),
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
        SynchronizedField("language_help", overridable=False),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def clean(self) -> None:
        """Raise `ValidationError` for a main location that readers cannot open, or if it is removed."""
        super().clean()
        if self.steps and not self.steps_heading:
            raise ValidationError({"steps_heading": _("Give the steps a heading.")})
        if sentence := self._fault_of_main_location():
            raise ValidationError({"main_location": sentence})

    def _fault_of_main_location(self) -> str | Promise:
        """Return why the main location cannot be shown on every page; "" if it can."""
        location = self.main_location
        if location is None:
            is_removed = HomePage.objects.filter(pk=self.pk).exclude(main_location=None).exists()
            return _("Choose the location whose phone, address and hours every page shows.") if is_removed else ""
        if not location.live:
            return _("This location is not published. Publish it first.")
        if location.expire_at:
            return _("This location expires. Remove its expiry date first.")
        is_private = Page.objects.filter(pk=location.pk).filter(is_restricted()).exists()
        return _("This location is private. Make it public first.") if is_private else ""

    @cached_property
    def where_it_hurts(self) -> tuple[Page | None, dict[str, BodyArea]]:
        """The list of conditions, and by value the areas under which it lists any; `(None, {})` if there is no list."""
        return self.keep("where it hurts", self._read_where_it_hurts)

    def _read_where_it_hurts(self) -> tuple[Page | None, dict[str, BodyArea]]:
        pages = visible(ConditionIndexPage.objects.descendant_of(self), self.language_code)
        index_page = pages.order_by("path").first()
        return index_page, index_page.areas if index_page else {}

    @property
    def ways_in_shown(self) -> list[StreamValue.StreamChild]:
        """The ways in to pages that every reader may see."""
        pages = [(block, block.value["page"]) for block in self.ways_in]
        return [block for block, page in pages if page and page.pk in self.pages_of_ways_in]

    @cached_property
    def pages_of_ways_in(self) -> dict[int, Page]:
        """The pages that the ways in lead to, by the key of the chosen page."""
        return self.keep("pages of ways in", self._read_pages_of_ways_in)

    def _read_pages_of_ways_in(self) -> dict[int, Page]:
        return pages_to_link({block.value["page"].pk for block in self.ways_in if block.value["page"]})

    @cached_property
    def people(self) -> PageQuerySet:
        """The people who work at the clinic, in the order of their list, if readers may see them."""
        return visible(PersonPage.objects.descendant_of(self), self.language_code).order_by("path")

    def structured_data(self, request: HttpRequest | None) -> list[dict[str, Any]]:
        """Return the page's data for search engines, and the clinic's if there is a main location.

        With more than one location, also those of the clinic at each of them.
        """
        site = site_context(request)
        clinic = [clinic_at_main_location(site.location, site)] if site.location else []
        places = [clinic_at(location, site) for town, location in site.towns if town]
        return [*super().structured_data(request), *clinic, *places]
