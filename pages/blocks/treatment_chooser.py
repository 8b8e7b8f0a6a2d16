"""The block that chooses a treatment page, in the options of a condition."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model
from wagtail import blocks

from pages.blocks.rows import KnownRowsMixin

# The treatment pages that were chosen in the sent form, by key: the blocks then need no queries of their own.
chosen_treatments: ContextVar[dict[str, Model] | None] = ContextVar("chosen_treatments", default=None)


class TreatmentChooserBlock(KnownRowsMixin, blocks.PageChooserBlock):
    """Chooses a treatment page. Migrations contain it as `PageChooserBlock`."""

    def value_from_form(self, value: Any) -> Model | None:
        """Return the page with the key that the form has sent."""
        chosen = chosen_treatments.get()
        if chosen is None or value is None or isinstance(value, self.model_class):
            return super().value_from_form(value)
        return chosen.get(str(value))

    def clean(self, value: Any) -> Any:
        """Return the page, which was read from the database: Wagtail would read it again."""
        return value if isinstance(value, self.model_class) else super().clean(value)

    @contextmanager
    def chosen_in(self, names: Iterable[str], data: Any) -> Iterator[None]:
        """Read the treatments in these fields of a sent form with one query, for all blocks that choose one."""
        keys = [data[name] for name in names]
        pages = self.model_class.objects.in_bulk([int(key) for key in keys if re.fullmatch(r"\d{1,9}", key)])
        token = chosen_treatments.set({str(key): page for key, page in pages.items()})
        try:
            yield
        finally:
            chosen_treatments.reset(token)


DECONSTRUCT_ALIASES = {TreatmentChooserBlock: "wagtail.blocks.PageChooserBlock"}
