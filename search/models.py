"""The search index: what the live pages say, by page, by stem and by word of a name."""

from django.db import models
from wagtail.models import Page

from search.tokens import MAX_LENGTH

LANGUAGE_CODE_LENGTH = 100  # as in `wagtail.models.Locale`


class Entry(models.Model):
    """The names, headings and text of one live page, a line for each name, heading and paragraph."""

    page = models.OneToOneField(Page, models.CASCADE, primary_key=True, related_name="search_entry")
    titles = models.TextField(help_text="The title and the label in the menu.")
    names = models.TextField(help_text="The other names that readers see.")
    search_words = models.TextField(help_text="Names that readers do not see.")
    headings = models.TextField(help_text="Headings, terms and names of options.")
    text = models.TextField(help_text="Everything the page says.")

    # Without this, Wagtail lists the entry in the admin as a place where the page is used.
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return self.titles.partition("\n")[0]

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that is indexed of the page. The words are made from it."""
        return self.titles, self.names, self.search_words, self.headings, self.text


class Term(models.Model):
    """A stem that an entry contains. The weight says how much the page is about it."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="terms", db_index=False)
    language_code = models.CharField(max_length=LANGUAGE_CODE_LENGTH)
    stem = models.CharField(max_length=MAX_LENGTH)
    weight = models.PositiveSmallIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["entry", "stem"], name="search_term_once_per_entry")]
        # Has all columns of the query, so that PostgreSQL need not read the table.
        indexes = [models.Index(fields=["language_code", "stem", "entry", "weight"], name="search_term_by_stem")]

    def __str__(self) -> str:
        return self.stem


class NameWord(models.Model):
    """A word of a name of an entry, found by its first letters."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="name_words", db_index=False)
    language_code = models.CharField(max_length=LANGUAGE_CODE_LENGTH)
    word = models.CharField(max_length=MAX_LENGTH, help_text="Lowercase, without accents.")
    position = models.PositiveSmallIntegerField(help_text="The number of words before it in the name.")
    name_length = models.PositiveSmallIntegerField(help_text="The number of characters of the name.")

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["entry", "word"], name="search_name_word_once_per_entry")]
        indexes = [
            # PostgreSQL uses an index for prefixes only with this operator class; SQLite ignores it.
            models.Index(
                fields=["language_code", "word"],
                name="search_name_word_by_prefix",
                opclasses=["varchar_pattern_ops", "varchar_pattern_ops"],
            )
        ]

    def __str__(self) -> str:
        return self.word
