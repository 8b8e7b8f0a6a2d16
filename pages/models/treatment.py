"""Treatment pages, and the page that lists them."""

from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester
from wagtail.search import index

from pages.alphabet import Entry, from_a_to_z
from pages.blocks import TreatmentBodyBlock
from pages.languages import visible
from pages.models.base import BasePage
from pages.models.condition import ConditionPage
from pages.models.illustrated import IllustratedMixin
from pages.models.long_list import MOST_IN_A_GROUP, LongListMixin
from pages.models.names import NamesMixin
from pages.models.people import PeopleMixin
from pages.models.reviewed import ReviewedMixin
from pages.models.sources import SourcesMixin
from pages.models.treatment_facts import TreatmentFactsMixin
from pages.signing_rights import ReviewedIndexPermissionTester
from pages.structured_data import medical_procedure, medical_web_page
from pages.treatment_references import (
    MAXIMUM_RELATED_PAGES,
    conditions_with,
    count_shared_conditions,
)

MOST_CONDITIONS = 50  # listed on the page of one treatment


class TreatmentIndexPage(LongListMixin, IllustratedMixin, BasePage):
    """Introduces the treatments that the clinic provides, and lists them by kind and from A to Z."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.TreatmentPage"]
    max_count_per_parent = 1
    page_description = _("Lists the treatments that the clinic provides, by kind.")
    show_in_menus_default = True

    content_panels = [*BasePage.content_panels, *IllustratedMixin.illustration_panels]

    class Meta:
        verbose_name = _("list of treatments")
        verbose_name_plural = _("lists of treatments")

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Return the user's permissions on the page. They depend on the setting `REQUIRE_MEDICAL_REVIEW`."""
        return ReviewedIndexPermissionTester(user, self)

    @cached_property
    def treatments(self) -> "list[TreatmentPage]":
        """The treatments that readers may see, in the order of the menu."""
        return list(self.listed_pages())

    @property
    def listed_type(self) -> "type[TreatmentPage]":
        """The type of the listed pages."""
        return TreatmentPage

    @property
    def list_groups(self) -> "type[TreatmentPage.Kind]":
        """The kinds of treatments."""
        return TreatmentPage.Kind

    def pages_in_group(self, group: str) -> QuerySet:
        """Return the treatments of a kind, in the order of the menu."""
        return self.listed_pages().filter(kind=group)

    @property
    def treatments_by_kind(self) -> "list[tuple[TreatmentPage.Kind, list[TreatmentPage]]]":
        """Pairs of a kind and its treatments, from gentle to invasive, without kinds that have no treatments.

        In a long list, each kind has its first treatments.
        """
        if self.is_long:
            first = [(kind, list(self.pages_in_group(kind)[:MOST_IN_A_GROUP])) for kind in TreatmentPage.Kind]
            return [(kind, pages) for kind, pages in first if pages]
        pairs = [(kind, [page for page in self.treatments if page.kind == kind]) for kind in TreatmentPage.Kind]
        return [(kind, pages) for kind, pages in pairs if pages]

    @property
    def treatments_from_a_to_z(self) -> list[tuple[str, list[Entry]]]:
        """Pairs of a letter and the names that begin with it, each name with its treatment."""
        return from_a_to_z(self.treatments, self.language_code)


class TreatmentPage(
    NamesMixin, TreatmentFactsMixin, IllustratedMixin, SourcesMixin, ReviewedMixin, PeopleMixin, BasePage
):
    """Explains a treatment: what it is, how it helps, how to prepare, what happens, and the risks."""

    parent_page_types = ["pages.TreatmentIndexPage"]
    subpage_types = []
    page_description = _("Explains a treatment: what it is, how to prepare, what happens, and the risks.")
    show_in_menus_default = True

    class Kind(models.TextChoices):
        """The kinds of treatments, from gentle to invasive."""

        INJECTION = "injection", _("Injections")
        NERVE_BLOCK = "nerve_block", _("Nerve blocks")
        ABLATION = "ablation", _("Nerve and disc ablation")
        STIMULATION = "stimulation", _("Nerve stimulation")
        SPINE_PROCEDURE = "spine_procedure", _("Spine and joint procedures")

    people_field = "treatments"
    menu_groups = Kind
    menu_group_field = "kind"

    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind, help_text=_("The group under which the page is listed.")
    )
    body = StreamField(TreatmentBodyBlock(), verbose_name=_("sections"), blank=True)

    search_fields = [*BasePage.search_fields, index.FilterField("kind")]

    content_panels = [
        *BasePage.content_panels[:-1],
        MultiFieldPanel(["plain_name", "name_in_headings", "other_names", "kind"], _("How patients find it")),
        FieldPanel("introduction"),
        *TreatmentFactsMixin.facts_panels,
        *IllustratedMixin.illustration_panels,
        FieldPanel("body"),
        *SourcesMixin.sources_panels,
        *ReviewedMixin.review_panels,
    ]

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *TreatmentFactsMixin.facts_translatable_fields,
        *SourcesMixin.sources_translatable_fields,
    ]
    clinical_fields = (*ReviewedMixin.clinical_fields, *TreatmentFactsMixin.fact_fields)

    class Meta:
        verbose_name = _("treatment")
        verbose_name_plural = _("treatments")

    @property
    def schema_type(self) -> dict[str, str]:
        """The schema.org type of a treatment of this kind."""
        if self.kind in (self.Kind.STIMULATION, self.Kind.SPINE_PROCEDURE):
            return {"@type": "SurgicalProcedure"}
        return {"@type": "MedicalProcedure", "procedureType": "https://schema.org/PercutaneousProcedure"}

    @cached_property
    def conditions_treated(self) -> list[ConditionPage]:
        """At most 50 conditions with an option that links to this treatment, in the order of the menu.

        Read from Wagtail's reference index. A translated condition may still link to the English treatment.
        """
        return self.keep("conditions treated", self._read_conditions_treated)[:MOST_CONDITIONS]

    @property
    def list_of_conditions(self) -> Page | None:
        """The list of all conditions, if `conditions_treated` does not have all of this treatment."""
        found = self.keep("conditions treated", self._read_conditions_treated)
        lists = Page.objects.filter(conditionindexpage__isnull=False)
        return visible(lists, self.language_code).first() if len(found) > MOST_CONDITIONS else None

    def _read_conditions_treated(self) -> list[ConditionPage]:
        conditions = ConditionPage.objects.filter(pk__in=conditions_with(self.translation_key))
        in_order = visible(conditions, self.language_code).order_by("path")
        return list(in_order.only("path", "url_path", "title", "menu_label", "plain_name")[: MOST_CONDITIONS + 1])

    @cached_property
    def related_treatments(self) -> "list[TreatmentPage]":
        """At most five other treatments for the same conditions, those with the most conditions in common first.

        Two queries, besides the one of `conditions_treated`, until the site changes.
        """
        return self.keep("related treatments", self._read_related_treatments)

    def _read_related_treatments(self) -> "list[TreatmentPage]":
        counts = count_shared_conditions(self.conditions_treated) if self.conditions_treated else {}
        if not counts:
            return []
        others = TreatmentPage.objects.exclude(pk=self.pk).filter(translation_key__in=[*counts])
        found = visible(others, self.language_code).order_by("path")
        related = found.only("path", "url_path", "title", "menu_label", "plain_name", "translation_key")
        by_count = sorted(related, key=lambda page: counts[page.translation_key], reverse=True)
        return by_count[:MAXIMUM_RELATED_PAGES]

    def texts_to_search(self) -> list[str]:
        """Return the facts, each with its label, and the texts of the page."""
        return [*(f"{label}: {fact}" for label, fact in self.facts), *super().texts_to_search()]

    def structured_data(self, request: HttpRequest | None) -> list[dict[str, Any]]:
        """Return the data of the page, and of the treatment with its schema.org type."""
        return [medical_web_page(self, request), medical_procedure(self, request)]
