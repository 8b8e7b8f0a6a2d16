"""How a page is found in our own search."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from pages import index_text
from pages.words import glued, words


class SearchedMixin(models.Model):
    """Puts everything a page says into the search index: what names it first, running text last."""

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

    # PostgreSQL knows four weights, which Wagtail makes of the boosts: 10, 8, 5 and none. Page titles stay as they
    # are in Wagtail's own index, by which staff search in the admin.
    searched_search_fields = [
        index.SearchField("searched_titles", boost=10),
        index.SearchField("searched_names", boost=8),
        index.SearchField("searched_words", boost=8),
        index.SearchField("searched_headings", boost=5),
        index.SearchField("searched_text"),
        index.SearchField("searched_variants"),
        index.AutocompleteField("searched_by_beginning"),
    ]
    search_panels = [MultiFieldPanel(["search_words"], _("For our own search"))]
    # Every language has the same words until staff override them there.
    searched_translatable_fields = [SynchronizedField("search_words")]

    class Meta:
        abstract = True

    def names_not_shown(self):
        """Return what the page is looked for by beside its titles and other names: the search words."""
        return [line.strip() for line in self.search_words.splitlines() if line.strip()]

    @property
    def searched_titles(self):
        """The title, and the label in the menu."""
        return index_text.marked(self._titles)

    @property
    def searched_names(self):
        """The other names readers see."""
        return index_text.marked(self._other_names)

    @property
    def searched_words(self):
        """The search words, which readers do not see."""
        return index_text.marked(self.names_not_shown())

    @property
    def searched_headings(self):
        """The headings of the sections and what stands bold in their lists."""
        return index_text.marked(index_text.headings(self))

    @property
    def searched_text(self):
        """Everything the page says."""
        return index_text.marked(self._texts)

    @property
    def searched_variants(self):
        """Words with accents, figures and hyphens, as they are asked for."""
        return index_text.marked(index_text.variants([*self._names, *self._texts]))

    @property
    def searched_by_beginning(self):
        """The words of all names, and each name as one word, by which a name is recognized as a whole."""
        return " ".join(" ".join([*words(name), glued(name)]) for name in self._names)

    def texts_to_search(self):
        """Return what the page says, line by line."""
        fields = {field.name for field in self._meta.get_fields()}
        return index_text.texts(self, [name for name in self.searched_fields if name in fields])

    @property
    def _texts(self):
        return self.texts_to_search()

    @property
    def _titles(self):
        return list(dict.fromkeys([self.title, self.menu_label or self.title]))  # type: ignore[attr-defined]  # fields of the page

    @property
    def _other_names(self):
        return getattr(self, "other_names_list", [])

    @property
    def _names(self):
        return [*self._titles, *self._other_names, *self.names_not_shown()]
