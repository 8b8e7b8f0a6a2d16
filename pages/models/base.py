"""The base class of every page type."""

import re
from collections.abc import Callable, Collection
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.images.models import AbstractRendition
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.url_routing import RouteResult

from pages.allowed_parents import ParentCheckingCopyForm
from pages.models.searched import SearchedMixin
from pages.page_texts import check_texts, fill
from pages.photos import Photo, renditions_by_image
from pages.placeholder_hint import placeholder_hint
from pages.placeholders import Filler
from pages.restrictions import restrictions_on
from pages.site_context import SiteContext, site_context
from pages.structured_data import web_page
from pages.submission_form import SubmittedPageForm
from pages.translations import guard
from pages.vital_pages import refusal

T = TypeVar("T")

DESCRIPTION_LENGTH = 155
TREE_FIELDS = ["path", "depth", "numchild", "url_path"]
MAX_PATH_LENGTH = 255  # of the column `Redirect.old_path`


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

    base_form_class = SubmittedPageForm
    copy_form_class = ParentCheckingCopyForm
    admin_default_ordering = "ord"  # the order of the menu
    # Whether addresses below that of the page may lead to parts of it: see `route`.
    has_parts = False
    # Whether `pages.routing` has found that nothing restricts this page.
    is_known_to_be_open = False
    # Whether `pages.routing` has found that no page of the site is restricted.
    is_known_that_all_are_open = False
    # The context of the request for which the page was filled.
    site: SiteContext | None = None
    # Set by `pages.page_texts`: whether placeholders are filled, the rows that the page includes, and its sources.
    is_filled = False
    filler: Filler | None = None
    shared_rows: list[Any] = []
    all_sources: list[Any] = []
    # The keys of pages that the page links to outside of its texts, and all pages that it links to, by their keys.
    linked_keys: Collection[int] = ()
    linked_pages: dict[int, Page] | None = None
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
        return settings.BASE_URL + (site_context(request).page_url(self) or "")

    @property
    def language_code(self) -> str:
        """The code of the page's language, for example `es`."""
        return self.locale.language_code

    @property
    def photos(self) -> list[Photo]:
        """The images on the page, as it shows them. Page types add those that are not in `body`."""
        return [block.value.photo for block in getattr(self, "body", []) if getattr(block.value, "photo", None)]

    @cached_property
    def renditions(self) -> dict[int, list[AbstractRendition]]:
        """The existing renditions of the page's photos, by the primary key of the image. One query."""
        return renditions_by_image(self.photos)

    def structured_data(self, request: HttpRequest | None) -> list[dict[str, Any]]:
        """Return the page's data for search engines: a list of schema.org objects."""
        return [web_page(self, request)]

    def get_view_restrictions(self) -> QuerySet:
        """Return the restrictions that apply to this page: see `pages.restrictions`.

        Replaces Wagtail's method. No query if `pages.routing` has found that there are none.
        """
        return PageViewRestriction.objects.none() if self.is_known_to_be_open else restrictions_on(self)

    @property
    def private_page_options(self) -> list[str]:
        """The kinds of restrictions that the editor offers: none for a page that every page of the site needs."""
        if self.pk and refusal(self) and not self.get_view_restrictions().exists():
            return []
        return Page.private_page_options

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Return the route for the page's own URL; raise `Http404` for others, which `pages.routing` has looked for."""
        if path_components:
            raise Http404
        return RouteResult(self)

    def clean(self) -> None:
        """Raise `ValidationError`, at the field or block, for a wrong placeholder, expiry date or address."""
        super().clean()
        check_texts(self)
        if self.expire_at and self.pk and (sentence := refusal(self, with_descendants=False)):
            raise ValidationError({"expire_at": sentence})
        self._refuse_long_address()

    def _refuse_long_address(self) -> None:
        """Raise `ValidationError` for an address to which no redirect could be made when the page moves."""
        parent = self.get_parent() if self.path else None
        if parent and len(f"{parent.url_path}{self.slug}/") > MAX_PATH_LENGTH:
            text = _("With this slug, the address of the page would be longer than %(length)d characters. Shorten it.")
            raise ValidationError({"slug": text % {"length": MAX_PATH_LENGTH}})

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Validate the page. Raise `ValidationError` for an address that another page has."""
        self._set_own_slug()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """Validate the title and the address of a draft. Raise `ValidationError` for an address of another page."""
        self._set_own_slug()
        super().minimal_clean()

    def _set_own_slug(self) -> None:
        """Make the slug from the title if it is empty. Wagtail would add a number to one that is taken."""
        if not self.slug and self.path:
            self.slug: str = slugify(self.title, allow_unicode=True)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the page. Raise `RuntimeError` if its placeholders have been filled: they would be lost."""
        if self.is_filled:
            raise RuntimeError("This page has been shown. Read it again to change it.")
        super().save(*args, **kwargs)

    def publish(self, revision: Revision, user: Any = None, **kwargs: Any) -> None:
        """Publish the revision. A translation is published from its current texts, and only if none is missing."""
        if not guard.publish(self, revision, user):
            return
        # The revision may hold the page as it was before a move in the same transaction.
        revision.content_object.refresh_from_db(fields=TREE_FIELDS)
        with guard.already_checked():
            super().publish(revision, user=user, **kwargs)

    def fill(self, request: HttpRequest | None) -> None:
        """Record this page as the one that is served, and fill the placeholders in its texts."""
        site = self.site = site_context(request)
        site.page = self
        fill(self, site)

    def keep(self, name: str, make: Callable[[], T]) -> T:
        """Return what `make` returns, kept for this page until the site changes: see `SiteContext.keep`."""
        return self.site.keep(name, make, self.pk) if self.site else make()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the template context, record this page as the one that is served, and fill the placeholders."""
        self.fill(request)
        return super().get_context(request, *args, **kwargs)
