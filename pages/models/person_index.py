"""The page that lists the people who work at the clinic."""

from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel
from wagtail.images import get_image_model

from pages.languages import visible
from pages.models.base import BasePage
from pages.models.illustrated import IllustratedMixin
from pages.models.person import PersonPage

LIST_PHOTO = "fill-160x200|format-webp"  # as in `includes/people.html`


class PersonIndexPage(IllustratedMixin, BasePage):
    """Introduces the people who work at the clinic, and lists them.

    Readers do not see the page while it lists nobody: see `pages.languages`.
    """

    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.PersonPage"]
    max_count_per_parent = 1
    page_description = _("Lists the people who work at the clinic.")

    content_panels = [
        HelpPanel(
            _(
                "Patients see this page, and the menu shows it, as soon as the page of one person below it is "
                "published. Until then nobody sees it."
            )
        ),
        *BasePage.content_panels,
        *IllustratedMixin.illustration_panels,
    ]

    class Meta:
        verbose_name = _("list of people")
        verbose_name_plural = _("lists of people")

    @cached_property
    def people(self) -> list[PersonPage]:
        """The people whom readers may see, in the order of the tree. Three queries, however many people there are."""
        people = visible(PersonPage.objects.child_of(self), self.language_code)
        photos = Prefetch("photo", queryset=get_image_model().objects.prefetch_renditions(LIST_PHOTO))
        return list(people.prefetch_related(photos).order_by("path"))
