"""The mixin for rows that several pages include."""

from itertools import count
from typing import Any, Self

from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from pages.shared_rows import pages_including, reviewed_pages_including, update_reviews, valid_reviews
from pages.translations.guard import new_row_is_complete


class SharedRowMixin(models.Model):
    """Brings the reviews of the pages that include the row up to date when it is saved.

    `is_complete` says whether all texts of a translation are translated. Pages show no other rows.

    `review_kept_by` is the user who has declared that this change is not medical: reviews that were valid stay valid.
    """

    key: str
    locale_id: int
    review_kept_by: Any = None

    is_complete = models.BooleanField(_("fully translated"), default=True, editable=False)

    # The fields with the text that readers see.
    clinical_fields: tuple[str, ...] = ("text",)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row, and record which reviews of pages have lapsed or are valid again."""
        self.key = self.key or self._free_key()
        with transaction.atomic():
            kept = valid_reviews(reviewed_pages_including(self)) if self.pk and self.review_kept_by else {}
            super().save(*args, **kwargs)
            update_reviews(self, kept, self.review_kept_by)

    def copy_for_translation(self, locale: Locale, *args: Any, **kwargs: Any) -> Self:
        """Return an unsaved copy in the language. It is not complete as long as a text is not translated."""
        copy = super().copy_for_translation(locale, *args, **kwargs)  # type: ignore[misc]  # of TranslatableMixin
        copy.is_complete = new_row_is_complete.get()
        return copy

    def _free_key(self) -> str:
        key = slugify(str(self))[:50].strip("-") or "text"
        rows: Any = type(self)._default_manager
        used = set(rows.filter(locale_id=self.locale_id, key__startswith=key).values_list("key", flat=True))
        keys = (f"{key}-{number}" if number > 1 else key for number in count(1))
        return next(free for free in keys if free not in used)

    @property
    def pages_including(self) -> list[int]:
        """The keys of the pages that include the row."""
        return pages_including(self)

    def texts_to_search(self) -> list[str]:
        """Return the texts that readers see, for the search."""
        raise NotImplementedError
