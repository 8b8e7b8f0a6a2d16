"""Condition pages, and the page that lists them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Q, QuerySet, When
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester

from pages.alphabet import Entry, from_a_to_z
from pages.blocks import ConditionBodyBlock
from pages.fields import ChoiceListField
from pages.languages import is_source_language, reader_language, visible
from pages.links import linked_pages, pages_to_link
from pages.models.base import BasePage
from pages.models.illustrated import IllustratedMixin
from pages.models.long_list import MOST_IN_A_GROUP, LongListMixin
from pages.models.names import NamesMixin
from pages.models.people import PeopleMixin
from pages.models.reviewed import ReviewedMixin
from pages.models.sources import SourcesMixin
from pages.signing_rights import ReviewedIndexPermissionTester
from pages.site_context import site_context
from pages.structured_data import medical_condition, medical_web_page
from pages.treatment_references import MAXIMUM_RELATED_PAGES, count_shared_treatments


class BodyArea(models.TextChoices):
    """The parts of the body where patients feel a condition, from head to foot."""

    HEAD = "head", _("Head and face")
    NECK = "neck", _("Neck")
    SHOULDER = "shoulder", _("Shoulder")
    ARM = "arm", _("Arm and hand")
    MID_BACK = "mid_back", _("Upper and mid back")
    ABDOMEN = "abdomen", _("Abdomen and pelvis")
    LOWER_BACK = "lower_back", _("Lower back")
    HIP = "hip", _("Hip and buttock")
    KNEE = "knee", _("Knee")
    LEG = "leg", _("Leg and foot")
    WHOLE_BODY = "whole_body", _("Whole body")

    @classmethod
    def among(cls, values: Iterable[str]) -> "dict[str, BodyArea]":
        """Return the areas with these values, by value, from head to foot."""
        return {area.value: area for area in cls if area in values}


class Region(models.TextChoices):
    """The groups of conditions in the menu."""

    BACK = "back", _("Back and neck")
    JOINTS = "joints", _("Joints, arms and legs")
    HEAD_AND_TRUNK = "head_and_trunk", _("Head, abdomen and pelvis")
    WHOLE_BODY = "whole_body", _("Nerves and whole body")


class Frequency(models.TextChoices):
    """How many people have a condition, the most frequent first."""

    VERY_COMMON = "very_common", _("Very common: 10 or more of every 100 adults")
    COMMON = "common", _("Common: 1 to 10 of every 100 adults")
    UNCOMMON = "uncommon", _("Uncommon: fewer than 1 of every 100 adults, or only after an illness or surgery")


class ConditionIndexPage(LongListMixin, IllustratedMixin, BasePage):
    """Introduces the conditions that the clinic treats, and lists them by body area and from A to Z."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.ConditionPage"]
    max_count_per_parent = 1
    page_description = _("Lists the conditions that the clinic treats, by body area.")
    show_in_menus_default = True
    list_groups = BodyArea

    content_panels = [*BasePage.content_panels, *IllustratedMixin.illustration_panels]

    class Meta:
        verbose_name = _("list of conditions")
        verbose_name_plural = _("lists of conditions")

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Return the user's permissions on the page. They depend on the setting `REQUIRE_MEDICAL_REVIEW`."""
        return ReviewedIndexPermissionTester(user, self)

    @cached_property
    def conditions(self) -> "list[ConditionPage]":
        """The conditions that readers may see, in the order of the menu."""
        return list(self.listed_pages())

    @property
    def listed_type(self) -> "type[ConditionPage]":
        """The type of the listed pages."""
        return ConditionPage

    def pages_in_group(self, group: str) -> QuerySet:
        """Return the conditions of a body area, in the order of `conditions_by_area`."""
        pages = self.listed_pages().annotate(
            areas_as_text=Cast("body_areas", models.TextField()), main_as_text=Cast("main_areas", models.TextField())
        )
        is_here = Q(main_as_text="[]") | Q(main_as_text__contains=f'"{group}"')
        frequency = Case(*(When(frequency=value, then=rank) for rank, value in enumerate(Frequency.values)))
        is_elsewhere = Case(When(is_here, then=0), default=1)
        return pages.filter(areas_as_text__contains=f'"{group}"').order_by(is_elsewhere, frequency, "path")

    @property
    def conditions_by_area(self) -> "list[tuple[BodyArea, list[ConditionPage]]]":
        """Pairs of a body area and its conditions, from head to foot, without areas that have no conditions.

        The likely ones come first: those mainly felt there, and among these the frequent ones. Otherwise the order is
        that of the menu. In a long list, each area has its first conditions.
        """
        if self.is_long:
            first = [(area, list(self.pages_in_group(area)[:MOST_IN_A_GROUP])) for area in BodyArea]
            return [(area, pages) for area, pages in first if pages]
        pairs = [(area, [page for page in self.conditions if area in page.body_areas]) for area in BodyArea]
        return [(area, sorted(pages, key=lambda page: page.likelihood(area))) for area, pages in pairs if pages]

    @property
    def areas(self) -> dict[str, BodyArea]:
        """The body areas that have at least one condition, by value. One query, however many conditions there are."""
        conditions = visible(ConditionPage.objects.child_of(self), self.language_code).order_by()
        lists = conditions.values_list("body_areas", flat=True).distinct()
        return BodyArea.among({area for areas in lists for area in areas})

    @property
    def conditions_from_a_to_z(self) -> list[tuple[str, list[Entry]]]:
        """Pairs of a letter and the names that begin with it, each name with its condition."""
        return from_a_to_z(self.conditions, self.language_code)


class ConditionPage(NamesMixin, IllustratedMixin, SourcesMixin, ReviewedMixin, PeopleMixin, BasePage):
    """Explains a condition: its causes, its signs and symptoms, its effects on daily life, and the treatments."""

    parent_page_types = ["pages.ConditionIndexPage"]
    subpage_types = []
    page_description = _("Explains a condition: its causes, its signs and symptoms, and its treatments.")
    people_field = "conditions"
    show_in_menus_default = True
    menu_groups = Region
    menu_group_field = "region"

    body_areas = ChoiceListField(
        _("body areas"),
        choices=BodyArea.choices,
        help_text=_("Where patients feel it. The page is listed under each of these."),
    )
    main_areas = ChoiceListField(
        _("mainly felt here"),
        choices=BodyArea.choices,
        blank=True,
        help_text=_(
            "Those of the body areas in which it is mainly felt: the page is listed there before pages that are mainly "
            "felt elsewhere. None chosen: all of its body areas."
        ),
    )
    frequency = models.CharField(
        _("how common"),
        max_length=20,
        choices=Frequency,
        default=Frequency.COMMON,
        help_text=_("As the page itself says. Each body area lists the most common conditions first."),
    )
    region = models.CharField(
        _("group in the menu"),
        max_length=20,
        choices=Region,
        help_text=_("The group under which the menu lists the page."),
    )
    introduction_heading = models.CharField(
        _("heading of the introduction"),
        max_length=120,
        blank=True,
        help_text=_("If this is empty, the page shows “Understanding” and the title."),
    )
    body = StreamField(ConditionBodyBlock(), verbose_name=_("sections"), blank=True)

    searched_fields = ("introduction_heading", "introduction", "body")

    content_panels = [
        *BasePage.content_panels[:-1],
        MultiFieldPanel(
            ["plain_name", "name_in_headings", "other_names", "body_areas", "main_areas", "frequency", "region"],
            _("How patients find it"),
        ),
        MultiFieldPanel(["introduction_heading", "introduction"], _("Introduction")),
        *IllustratedMixin.illustration_panels,
        FieldPanel("body"),
        *SourcesMixin.sources_panels,
        *ReviewedMixin.review_panels,
    ]

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *SourcesMixin.sources_translatable_fields,
    ]
    clinical_fields = (*ReviewedMixin.clinical_fields, "introduction_heading")

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")

    def clean(self) -> None:
        """Raise `ValidationError` for a main area that is not among the body areas."""
        super().clean()
        if elsewhere := BodyArea.among({*self.main_areas} - {*self.body_areas}):
            names = ", ".join(str(area.label) for area in elsewhere.values())
            raise ValidationError(
                {"main_areas": _("Choose these under “body areas” too: %(names)s.") % {"names": names}}
            )

    def likelihood(self, area: BodyArea) -> tuple[bool, int]:
        """Return how likely this condition is in the area, for sorting: the smallest is the most likely."""
        is_elsewhere = bool(self.main_areas) and area not in self.main_areas
        return is_elsewhere, Frequency.values.index(self.frequency)

    @property
    def body_area_labels(self) -> list[str]:
        """The names of the body areas, from head to foot."""
        return [str(area.label) for area in BodyArea if area in self.body_areas]

    @cached_property
    def treatments(self) -> dict[UUID, Page]:
        """The treatment pages that the options link to, by translation key.

        Each is the translation into the reader's language if there is one. Pages that are not live or that are
        restricted are left out.
        """
        chosen = self._chosen_treatments
        if is_source_language(reader_language()) and self.is_known_that_all_are_open:
            return {key: page for key, page in chosen.items() if page.live}
        shown = self.linked_pages or pages_to_link({page.pk for page in chosen.values()})
        return {key: shown[page.pk] for key, page in chosen.items() if page.pk in shown}

    def fill(self, request: HttpRequest | None) -> None:
        """Fill the placeholders, and read all pages that the page links to with one query."""
        super().fill(request)
        if not is_source_language(reader_language()):
            self.linked_pages = linked_pages(self, site_context(request))

    @property
    def linked_keys(self) -> set[int]:
        """The keys of the treatment pages that the options link to."""
        return {page.pk for page in self._chosen_treatments.values()}

    @cached_property
    def _chosen_treatments(self) -> dict[UUID, Page]:
        return {
            option["treatment"].translation_key: option["treatment"]
            for block in self.body
            if block.block_type == "treatment_options"
            for tier in block.value["tiers"]
            for option in tier["options"]
            if option["treatment"]
        }

    @cached_property
    def related_conditions(self) -> "list[ConditionPage]":
        """At most five other conditions with body areas or treatments in common, those with the most in common first.

        Two queries for any number of conditions, until the site changes.
        """
        return self.keep("related conditions", self._read_related_conditions)

    def _read_related_conditions(self) -> "list[ConditionPage]":
        shared: dict[int, list[int]] = {}
        for key, count in count_shared_treatments(self._chosen_treatments).items():
            shared.setdefault(count, []).append(key)
        in_common: Any = Case(*(When(pk__in=keys, then=count) for count, keys in shared.items()), default=0)
        for area in self.body_areas:
            in_common += Case(When(areas_as_text__contains=f'"{area}"', then=1), default=0)
        others = visible(ConditionPage.objects.exclude(pk=self.pk), self.language_code)
        others = others.annotate(areas_as_text=Cast("body_areas", models.TextField()), in_common=in_common)
        related = others.filter(in_common__gt=0).order_by("-in_common", "path")
        return list(related.only("path", "url_path", "title", "menu_label", "plain_name")[:MAXIMUM_RELATED_PAGES])

    def structured_data(self, request: HttpRequest | None) -> list[dict[str, Any]]:
        """Return the data of the page, and of the condition with its causes, signs and possible treatments."""
        return [medical_web_page(self, request), medical_condition(self, request)]
