"""The block that chooses a shared row: a passage, a warning sign or a source. Rows of a page are read together."""

from contextvars import ContextVar
from typing import Any

from django.db.models import Model
from wagtail.snippets.blocks import SnippetChooserBlock

# The rows that `pages.page_texts` has read for a page, by model and key: blocks then need no queries of their own.
known_rows: ContextVar[dict[tuple[type[Model], Any], Model] | None] = ContextVar("known_rows", default=None)


class KnownRowsMixin:
    """For a block that chooses a row of a model: takes the row from `known_rows`, if that is set."""

    model_class: Any

    def to_python(self, value: Any) -> Model | None:
        """Return the row with this key."""
        rows = known_rows.get()
        return super().to_python(value) if rows is None else rows.get((self.model_class, value))  # type: ignore[misc]  # of blocks

    def bulk_to_python(self, values: list[Any]) -> list[Model | None]:
        """Return the rows with these keys."""
        rows = known_rows.get()
        if rows is None:
            return super().bulk_to_python(values)  # type: ignore[misc]  # of blocks
        return [rows.get((self.model_class, one)) for one in values]


class RowChooserBlock(KnownRowsMixin, SnippetChooserBlock):
    """Chooses a shared row. Migrations contain it as `SnippetChooserBlock`."""


DECONSTRUCT_ALIASES = {RowChooserBlock: "wagtail.snippets.blocks.SnippetChooserBlock"}
