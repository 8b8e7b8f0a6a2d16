"""What every page of the site has."""

import re

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

from pages.models.searched import SearchedMixin
from pages.placement import PlacedCopyForm
from pages.structured_data import web_page

DESCRIPTION_LENGTH = 155


class BasePage(SearchedMixin, Page):
    """A page of the site: a title, a label for the menu, and an introduction."""

    menu_label = models.CharField(
        _("label in the menu"),
        max_length=40,
        blank=True,
        help_text=_("Only where the title is too long for the menu. Left empty, the menu shows the title."),
    )
    introduction = models.TextField(
        _("introduction"),
        help_text=_(
            "The first thing a patient reads, in two or three short sentences. An empty line begins a new paragraph."
        ),
    )

    search_fields = [*Page.search_fields, *SearchedMixin.searched_search_fields]

    content_panels = [*Page.content_panels, "introduction"]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug",
                    help_text=_(
                        "The last part of the page's address. When it changes, the old address leads to the new one."
                    ),
                ),
                FieldPanel(
                    "seo_title",
                    help_text=_("What search engines show as the page's name. Left empty, they show the title."),
                ),
                FieldPanel(
                    "search_description",
                    help_text=_(
                        "What search engines show below it: one sentence of at most 155 characters. "
                        "Left empty, they show the introduction's beginning."
                    ),
                ),
            ],
            _("For search engines"),
        ),
        MultiFieldPanel(["show_in_menus", "menu_label"], _("For the menu")),
        *SearchedMixin.search_panels,
    ]

    override_translatable_fields = SearchedMixin.searched_translatable_fields

    copy_form_class = PlacedCopyForm
    is_known_to_be_open = False

    class Meta:
        abstract = True

    @property
    def label(self):
        """What the menu and lists call the page."""
        return self.menu_label or self.title

    @property
    def meta_title(self):
        """What search engines show as the page's name."""
        return self.seo_title or self.title

    @property
    def meta_description(self):
        """What search engines show below it: the description, or what fits of the introduction's first sentences."""
        text = self.search_description or " ".join(self.introduction.split())
        if len(text) <= DESCRIPTION_LENGTH:
            return text
        fitting = re.match(rf"(.{{1,{DESCRIPTION_LENGTH}}}[.?!])(?=\s)", text)
        return fitting[1] if fitting else text[: DESCRIPTION_LENGTH - 1].rsplit(" ", 1)[0] + "…"

    def absolute_url(self, request=None):
        """The page's address with the site's name, whatever host the request named."""
        return settings.BASE_URL + (self.get_url(request) or "")

    @property
    def language_code(self):
        """The code of the page's language, for example `es`."""
        return self.locale.language_code

    def structured_data(self, request):
        """What machines read about the page: a list of schema.org objects."""
        return [web_page(self, request)]

    def get_view_restrictions(self):
        """The restrictions on this page and those above it; an alias has those of its source.

        Wagtail's rule in one query where Wagtail makes one for the ancestors and one for each alias; none where
        `pages.routing` has seen that there are none.
        """
        if self.is_known_to_be_open:
            return PageViewRestriction.objects.none()
        paths = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        concerned = Q(page__path__in=paths) | Q(page__aliases__path__in=paths)
        return PageViewRestriction.objects.filter(concerned).distinct()

    def route(self, request, path_components):
        """Answer for the page's own address only: `pages.routing` has looked below it already."""
        if path_components:
            raise Http404
        return RouteResult(self)
