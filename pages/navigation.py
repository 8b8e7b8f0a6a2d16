"""The menu and the notices in the footer. Both are generated from the page tree."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, TextChoices, Value, Window
from django.db.models.functions import Coalesce, NullIf, RowNumber, Substr
from wagtail.models import Page, get_page_models

from pages.languages import visible

if TYPE_CHECKING:
    from pages.site_context import SiteContext

HOME_DEPTH = 2  # below the root of the tree
TOP_DEPTH = 3
MOST_IN_A_GROUP = 15  # of the menu


@dataclass
class MenuItem:
    """An entry of the menu, with the everyday name of the page's subject if it has one.

    `is_current`: it is the page that is served; `is_open`: it is a page above that; `is_cut`: it may have children that
    are not among these.
    """

    label: str
    url: str | None
    is_current: bool = False
    is_open: bool = False
    is_cut: bool = False
    children: list["MenuItem"] = field(default_factory=list)
    group: str = ""
    plain_name: str = ""

    @property
    def groups(self) -> list[tuple[Any, list["MenuItem"]]]:
        """Pairs of a group and its entries, in the order of the groups; the last group is None, for all others."""
        groups = _groups()
        pairs = [(group, [child for child in self.children if child.group == group]) for group in groups]
        others = [child for child in self.children if child.group not in groups]
        return [(group, children) for group, children in [*pairs, (None, others)] if children]


@dataclass
class Navigation:
    """The links on every page: the top entries of the menu, and the notices in the footer."""

    menu: list[MenuItem]
    notices: list[MenuItem]


def build_navigation(site: "SiteContext", entries: Iterable[Any]) -> Navigation:
    """Return the navigation of these entries, which `read_entries` has returned, with the served page marked."""
    tops: dict[str, MenuItem] = {}
    notices = []
    for entry in entries:
        item = _item(site, entry)
        if entry.is_notice:
            notices.append(item)
        if entry.show_in_menus and entry.depth <= TOP_DEPTH:
            tops[entry.path] = item
        elif entry.show_in_menus and (top := tops.get(entry.path[: Page.steplen * TOP_DEPTH])):
            top.children.append(item)
            top.is_cut = top.is_cut or entry.number_in_group >= MOST_IN_A_GROUP
    return Navigation(list(tops.values()), notices)


def read_entries(language_code: str) -> QuerySet:
    """Return the pages of the menu and the notices in the language, at most 15 of each group of the menu.

    The subqueries show PostgreSQL how few pages these are: it looks up their labels instead of joining all pages.
    """
    in_menu = Page.objects.order_by().filter(show_in_menus=True)
    notices = apps.get_model("pages", "StandardPage").objects.order_by().filter(is_notice=True)
    entries = Page.objects.filter(
        pk__in=in_menu.values("pk").union(notices.values("pk")), depth__in=(HOME_DEPTH, TOP_DEPTH, TOP_DEPTH + 1)
    )
    return (
        visible(entries, language_code)
        .annotate(
            label=Coalesce(*_labels(), F("title"), output_field=CharField()),
            group=Coalesce(*_group_values(), Value("")),
            plain_name=Coalesce(*_plain_names(), Value("")),
            is_notice=Exists(notices.filter(pk=OuterRef("pk"))),
            number_in_group=Window(
                RowNumber(), partition_by=[Substr("path", 1, Page.steplen * TOP_DEPTH), F("group")], order_by="path"
            ),
        )
        .filter(number_in_group__lte=MOST_IN_A_GROUP)
        .only("path", "depth", "url_path", "show_in_menus")
        .order_by("path")
    )


@cache
def _labels() -> list[NullIf]:
    """Return the menu label of each page type, from the table of that type."""
    models = [model for model in get_page_models() if hasattr(model, "menu_label")]
    return [NullIf(_value(model, "menu_label"), Value("")) for model in models]


@cache
def _plain_names() -> list[Subquery]:
    return [_value(model, "plain_name") for model in get_page_models() if hasattr(model, "plain_name")]


@cache
def _grouped_page_types() -> list[type[Page]]:
    """Return the page types that the menu lists in groups: see `BasePage.menu_groups`."""
    return [model for model in get_page_models() if getattr(model, "menu_groups", None)]


def _groups() -> list[TextChoices]:
    return [group for model in _grouped_page_types() for group in model.menu_groups]


@cache
def _group_values() -> list[Subquery]:
    return [_value(model, model.menu_group_field) for model in _grouped_page_types()]


def _value(model: type[Page], name: str) -> Subquery:
    return Subquery(model.objects.filter(pk=OuterRef("pk")).order_by().values(name)[:1])


def _item(site: "SiteContext", entry: Any) -> MenuItem:
    page = site.page
    return MenuItem(
        label=entry.label,
        url=site.page_url(entry),
        group=entry.group,
        plain_name=entry.plain_name,
        is_current=page is not None and page.path == entry.path,
        is_open=page is not None
        and entry.depth > HOME_DEPTH
        and page.path.startswith(entry.path)
        and page.path != entry.path,
    )
