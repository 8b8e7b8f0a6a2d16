"""The menu, the foot's notices and the breadcrumbs: all of them the page tree."""

from dataclasses import dataclass, field
from functools import cache

from django.apps import apps
from django.db.models import CharField, Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from wagtail.models import Page

from pages.languages import visible
from pages.links import page_address
from pages.models import BasePage, ConditionPage, Region, StandardPage, TreatmentPage

HOME_DEPTH = 2  # below the tree's root
TOP_DEPTH = 3
GROUPS = [*Region, *TreatmentPage.Kind]


@dataclass
class MenuItem:
    """An entry of the menu. `is_current` is the page being read, `is_open` has it below itself."""

    label: str
    url: str
    is_current: bool = False
    is_open: bool = False
    children: list["MenuItem"] = field(default_factory=list)
    group: str = ""

    @property
    def groups(self):
        """Pairs of a group and the entries below it, in the order of the groups; None for those without one."""
        pairs = [(group, [child for child in self.children if child.group == group]) for group in GROUPS]
        others = [child for child in self.children if child.group not in GROUPS]
        return [(group, children) for group, children in [*pairs, (None, others)] if children]


@dataclass
class Navigation:
    """What leads through the site: the menu's top entries, and the notices of the foot."""

    menu: list[MenuItem]
    notices: list[MenuItem]


def navigation(request, page=None):
    """Return the site's navigation for a reader of `page`. One query, once a request, however many pages."""
    if not hasattr(request, "navigation"):
        request.navigation = _build(request, page)
    return request.navigation


def _build(request, page):
    tops, notices = {}, []
    for entry in _entries():
        item = _item(request, entry, page)
        if entry.is_notice:
            notices.append(item)
        if entry.show_in_menus and entry.depth <= TOP_DEPTH:
            tops[entry.path] = item
        elif entry.show_in_menus and (top := tops.get(entry.path[: Page.steplen * TOP_DEPTH])):
            top.children.append(item)
    return Navigation(list(tops.values()), notices)


def _entries():
    """The pages of the menu and the foot.

    Asked for so that PostgreSQL knows how few they are, and looks the rest up for these instead of joining all pages.
    """
    in_menu = Page.objects.order_by().filter(show_in_menus=True)
    notices = StandardPage.objects.order_by().filter(is_notice=True)
    entries = Page.objects.filter(
        pk__in=in_menu.values("pk").union(notices.values("pk")), depth__in=(HOME_DEPTH, TOP_DEPTH, TOP_DEPTH + 1)
    )
    return (
        visible(entries)
        .annotate(
            label=Coalesce(*_labels(), F("title"), output_field=CharField()),
            group=Coalesce(_own(ConditionPage, "region"), _own(TreatmentPage, "kind"), Value("")),
            is_notice=Exists(notices.filter(pk=OuterRef("pk"))),
        )
        .only("path", "depth", "url_path", "show_in_menus")
        .order_by("path")
    )


@cache
def _labels():
    """The label of each page type, from the types' own tables."""
    models = [model for model in apps.get_models() if issubclass(model, BasePage)]
    return [NullIf(_own(model, "menu_label"), Value("")) for model in models]


def _own(model, name):
    return Subquery(model.objects.filter(pk=OuterRef("pk")).order_by().values(name)[:1])


def _item(request, entry, page):
    return MenuItem(
        label=entry.label,
        url=page_address(request, entry),
        group=entry.group,
        is_current=page is not None and page.path == entry.path,
        is_open=page is not None
        and entry.depth > HOME_DEPTH
        and page.path.startswith(entry.path)
        and page.path != entry.path,
    )


def breadcrumbs(request, page):
    """Return the pages above this one, home first; [] for home itself."""
    trail = getattr(request, "page_trail", None)
    if trail is None or trail[-1].pk != page.pk:
        trail = [*page.get_ancestors().filter(depth__gte=HOME_DEPTH), page]
    return trail[:-1]
