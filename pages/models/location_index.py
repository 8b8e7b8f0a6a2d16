"""The page that lists the clinic's locations."""

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from pages.languages import visible
from pages.models.base import BasePage
from pages.models.illustrated import IllustratedMixin
from pages.models.location import LocationPage
from pages.site_context import site_context


class LocationIndexPage(IllustratedMixin, BasePage):
    """Introduces the clinic's locations and lists them."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.LocationPage"]
    max_count_per_parent = 1
    page_description = _("Lists the clinic's locations.")
    show_in_menus_default = True

    content_panels = [*BasePage.content_panels, *IllustratedMixin.illustration_panels]

    class Meta:
        verbose_name = _("list of locations")
        verbose_name_plural = _("lists of locations")

    def fill(self, request: HttpRequest | None) -> None:
        """Fill the placeholders in the texts of the page and of its locations."""
        super().fill(request)
        for location in self.locations:
            site_context(request).fill_fields(location)

    @cached_property
    def locations(self) -> list[LocationPage]:
        """The locations that readers may see, in the order of the tree."""
        locations = visible(LocationPage.objects.child_of(self), self.language_code)
        return list(locations.select_related("locale").order_by("path"))
