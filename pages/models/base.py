"""The base class of every page type."""

import re
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

from pages.allowed_parents import ParentCheckingCopyForm
from pages.links import expand_row_links
from pages.models.searched import SearchedMixin
from pages.page_texts import check_texts, fill
from pages.placeholder_hint import placeholder_hint
from pages.placeholders import Filler
from pages.schedule_form import ScheduledPageForm
from pages.site_context import site_context
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

    content_panels = [*Page.content_panels, placeholder_hint(), "introduction"]
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

    base_form_class = ScheduledPageForm
    copy_form_class = ParentCheckingCopyForm
    # Whether `pages.routing` has found that nothing restricts this page.
    is_known_to_be_open = False
    # Set by `pages.page_texts`: whether placeholders are filled, the rows that the page includes, and its sources.
    is_filled = False
    filler: Filler | None = None
    shared_rows: list[Any] = []
    all_sources: list[Any] = []
    # For page types that the menu lists in groups: the groups, and the field with the page's group.
    menu_groups: type[models.TextChoices] | None = None
    menu_group_field = ""

    class Meta:
        abstract = True

    @property
    def label(self) -> str:
        """The name of the page in the menu and in lists."""
        return self.menu_label or self.title

    @property
    def meta_title(self) -> str:
        """The name of the page in the results of search engines."""
        return self.seo_title or self.title

    @property
    def meta_description(self) -> str:
        """The text in the results of search engines: the description, or the first sentences of the introduction.

        At most 155 characters of the introduction.
        """
        text = self.search_description or " ".join(self.introduction.split())
        if len(text) <= DESCRIPTION_LENGTH:
            return text
        fitting = re.match(rf"(.{{1,{DESCRIPTION_LENGTH}}}[.?!])(?=\s)", text)
        return fitting[1] if fitting else text[: DESCRIPTION_LENGTH - 1].rsplit(" ", 1)[0] + "…"

    def absolute_url(self, request: HttpRequest | None = None) -> str:
        """Return the page's URL with the site's host name, whatever `Host` header the request has."""
        return settings.BASE_URL + (self.get_url(request) or "")

    @property
    def language_code(self) -> str:
        """The code of the page's language, for example `es`."""
        return self.locale.language_code

    def structured_data(self, request: HttpRequest | None) -> list[dict[str, Any]]:
        """Return the page's data for search engines: a list of schema.org objects."""
        return [web_page(self, request)]

    def get_view_restrictions(self) -> QuerySet:
        """Return the restrictions on this page and those above it; an alias has those of its source.

        The same as Wagtail's method, with one query. Wagtail makes one for the ancestors and one for each alias. No
        query if `pages.routing` has found that there are none.
        """
        if self.is_known_to_be_open:
            return PageViewRestriction.objects.none()
        paths = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        concerned = Q(page__path__in=paths) | Q(page__aliases__path__in=paths)
        return PageViewRestriction.objects.filter(concerned).distinct()

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Return the route for the page's own URL; raise `Http404` for others, which `pages.routing` has looked for."""
        if path_components:
            raise Http404
        return RouteResult(self)

    def clean(self) -> None:
        """Raise `ValidationError`, at the field or block, for a wrong placeholder."""
        super().clean()
        check_texts(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the page. Raise `RuntimeError` if its placeholders have been filled: they would be lost."""
        if self.is_filled:
            raise RuntimeError("This page has been shown. Read it again to change it.")
        super().save(*args, **kwargs)

    def fill(self, request: HttpRequest | None) -> None:
        """Record this page as the one that is served, and fill the placeholders in its texts."""
        site = site_context(request)
        site.page = self
        fill(self, site)
        expand_row_links(self, site)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the template context, record this page as the one that is served, and fill the placeholders."""
        self.fill(request)
        return super().get_context(request, *args, **kwargs)
