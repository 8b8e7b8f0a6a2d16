"""Short texts that several pages share, such as the one about blood thinners."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Locale, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from pages.blocks.base import TEXT_FEATURES
from pages.models.reviewed import ReviewedMixin
from pages.models.shared_row import SharedRowMixin
from pages.models.sources import SourcesMixin
from pages.page_texts import check_texts
from pages.review_form import PagesConcernedPanel, SharedRowForm
from pages.signatures import keep
from pages.stream_texts import lines_of_html


class Passage(SharedRowMixin, ReviewedMixin, SourcesMixin, RevisionMixin, TranslatableMixin, models.Model):
    """A short text that reads the same on every page that includes it."""

    key = models.SlugField(_("key"), max_length=60, editable=False, help_text=_("The passage's name in content files."))
    name = models.CharField(
        _("name"), max_length=80, help_text=_("The heading above the text on the page, for example “Blood thinners”.")
    )
    text = RichTextField(
        _("text"), features=TEXT_FEATURES, help_text=_("40 to 80 words. Every page with this passage shows them.")
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page with the whole story"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The passage ends with a link to it, except on that page itself."),
    )

    clinical_fields = ("name", "text", "sources")
    override_translatable_fields = [
        *SourcesMixin.sources_translatable_fields,
        SynchronizedField("key", overridable=False),
        SynchronizedField("page", overridable=False),
    ]

    base_form_class = SharedRowForm
    panels = [
        PagesConcernedPanel(),
        "name",
        "text",
        *SourcesMixin.sources_panels,
        FieldPanel("page"),
        *ReviewedMixin.review_panels,
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["key", "locale"], name="passage_key_once_per_language")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the passage. If the change is declared as not medical, its own review stays valid too."""
        stored = Passage.objects.filter(pk=self.pk).first() if self.pk and self.review_kept_by else None
        if stored and stored.review and stored.is_reviewed:
            keep([(stored.review, self)], self.review_kept_by, self)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Raise `ValidationError`, at the field, for a wrong placeholder or a source that is not in the list."""
        super().clean()
        check_texts(self)

    def copy_for_translation(self, locale: Locale, exclude_fields: Sequence[str] | None = None) -> "Passage":
        """Return an unsaved copy in the language, without the review."""
        without = [*(exclude_fields or ()), *self.exclude_fields_in_copy, "latest_revision"]
        return super().copy_for_translation(locale, exclude_fields=without)

    def texts_to_search(self) -> list[str]:
        """Return the name and the lines of the text."""
        return [self.name, *lines_of_html(self.text)]
