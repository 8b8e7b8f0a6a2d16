"""What the search and the admin find a page by."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from pages.stream_texts import stream_texts


class SearchedMixin(models.Model):
    """Says which names and texts of a page are searched. The app `search` reads them when the page is saved."""

    search_words = models.TextField(
        _("search words"),
        blank=True,
        help_text=_(
            "Words that patients type for this page and do not find on it, one on each line: “parking”, “pain pills”. "
            "Not shown anywhere."
        ),
    )

    # The fields with what the page says, beside its title and names.
    searched_fields: tuple[str, ...] = ("introduction", "body")

    # The other names that readers see.
    other_names_list: list[str] = []

    # The search of the admin finds pages by the first letters of words in these and in the title.
    searched_search_fields = [
        index.AutocompleteField("other_names_list"),
        index.AutocompleteField("names_not_shown"),
        index.AutocompleteField("own_texts"),
    ]
    search_panels = [MultiFieldPanel(["search_words"], _("For our own search"))]
    # Every language has the same words until staff override them there.
    searched_translatable_fields = [SynchronizedField("search_words")]

    class Meta:
        abstract = True

    def names_not_shown(self) -> list[str]:
        """Return the names that the page is found by and does not show: the search words."""
        return [line.strip() for line in self.search_words.splitlines() if line.strip()]

    def fields_to_search(self) -> tuple[str, ...]:
        """Return the names of the fields with what the page says now."""
        return self.searched_fields

    def texts_to_search(self) -> list[str]:
        """Return the text of the searched fields, line by line, with that of passages and signs.

        Page types add what is in no field.
        """
        existing = {field.name: field for field in self._meta.concrete_fields}
        fields = [existing[name] for name in self.fields_to_search() if name in existing]
        return [text for field in fields for text in self._texts_of(field) if text]

    def own_texts(self) -> list[str]:
        """Return the text that editors wrote on this page, without that of passages and signs."""
        fields = [field for field in self._meta.concrete_fields if field.name in self.searched_fields]
        return [text for field in fields for text in self._own_texts_of(field) if text]

    def _own_texts_of(self, field: models.Field) -> Iterable[str]:
        value = getattr(self, field.name)
        return field.get_searchable_content(value) if isinstance(field, StreamField) else [value]

    def _texts_of(self, field: models.Field) -> Iterable[str]:
        value = getattr(self, field.name)
        return stream_texts(field.stream_block, value, self) if isinstance(field, StreamField) else [value]
