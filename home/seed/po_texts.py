"""The English texts of pages and shared rows that a PO file translates, and the file that each belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model
from wagtail.models import Page
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from home.models import HomePage
from home.seed.po_files import SEARCH_WORDS, Text, po_path_of_rows
from pages.localize_private import field_path
from pages.models import Passage, WarningSign

# The shared rows that are translated, by the name of their file.
TRANSLATED_ROWS: dict[str, type[Model]] = {"warning_signs": WarningSign, "passages": Passage}


@dataclass
class Translated:
    """What one PO file translates: a page, or all rows of a model. `path` is that of `PoFile`."""

    path: str
    instances: list[Any]
    has_children: bool = False

    @property
    def texts(self) -> list[Text]:
        """The English texts, in the order of the page."""
        return [text for instance in self.instances for text in texts_of(instance)]


def texts_of(instance: Any) -> list[Text]:
    """Return the English texts of a page or row that are translated; the search words come last."""
    found = [
        Text(field_path(instance, segment.path), segment.string.data)
        for segment in extract_segments(instance)
        if isinstance(segment, StringSegmentValue)
    ]
    words = getattr(instance, SEARCH_WORDS, "")
    return [*found, Text(SEARCH_WORDS, words)] if words else found


def everything_translated() -> Iterator[Translated]:
    """Yield what each PO file translates: the shared rows, then the English pages, parents before children."""
    for name, model in TRANSLATED_ROWS.items():
        rows = model._default_manager.filter(locale__language_code=settings.LANGUAGE_CODE)
        yield Translated(po_path_of_rows(name), list(rows))
    home = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if home is None:
        return
    pages = Page.objects.descendant_of(home, inclusive=True).filter(alias_of=None, locale=home.locale)
    for page in pages.order_by("path").specific():
        path = page.url_path.removeprefix(home.url_path).strip("/")
        yield Translated(path, [page], has_children=bool(path) and page.numchild > 0)
