"""The page everything lives under."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from home.clinic import main_location
from pages.blocks import GeneralBodyBlock, WayInBlock
from pages.languages import visible
from pages.models import BasePage, BodyArea, illustrated_page_types
from pages.structured_data import clinic_at_main_location


class HomePage(BasePage):
    """Welcomes the reader, and leads to conditions, treatments and the phone."""

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
        help_text=_("Its name, phone, address and hours stand on every page."),
    )

    searched_fields = ("hero_heading", "introduction", "ways_in", "body")

    content_panels = [
        BasePage.content_panels[0],
        MultiFieldPanel(["hero_heading", "introduction"], _("Welcome")),
        FieldPanel("ways_in"),
        FieldPanel("body"),
        FieldPanel("main_location"),
    ]

    # The location's own page is translated; which one is the main one is the same in every language.
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("main_location", overridable=False),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @cached_property
    def where_it_hurts(self):
        """The list of conditions, and by value the areas under which it lists any; `(None, {})` while there is none."""
        is_about_conditions = Q(conditionindexpage__isnull=False) | Q(conditionpage__isnull=False)
        pages = visible(Page.objects.descendant_of(self).filter(is_about_conditions), self.language_code)
        index_page, *conditions = pages.annotate(areas=F("conditionpage__body_areas")).order_by("path") or [None]
        used = {area for page in conditions for area in page.areas or []}
        return index_page, BodyArea.among(used)

    @cached_property
    def illustrations_of_ways_in(self):
        """The drawings of the pages that the ways in lead to, by the page's key; one query."""
        keys = {block.value["page"].pk for block in self.ways_in if block.value["page"]}
        names = Coalesce(*(f"{model._meta.model_name}__illustration" for model in illustrated_page_types()), Value(""))
        return dict(Page.objects.filter(pk__in=keys).values_list("pk", names)) if keys else {}

    def structured_data(self, request):
        """The page, and the clinic."""
        location = main_location(request)
        return [*super().structured_data(request), *([clinic_at_main_location(location)] if location else [])]


class SeededPage(models.Model):
    """Remembers what the seed made of a content file, so that it never overwrites what staff made of it since."""

    path = models.CharField(max_length=255, unique=True)
    page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")
    revision_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self):
        return self.path or "home"
