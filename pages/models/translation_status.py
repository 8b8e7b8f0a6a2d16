"""What is known about a translated page: whether its text was reviewed, and since when it is out of step."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TranslationStatus(models.Model):
    """The review of a translated page, and what the translation board shows about it. One row for each page.

    A review is valid for one text. `reviewed_text` is the fingerprint of the text that was reviewed, `published_text`
    that of the text that is public. `english_changed_at` is when the English page first changed after the translation
    was last published; None while the two are in step.
    """

    page = models.OneToOneField(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="translation_status"
    )
    published_text = models.CharField(_("fingerprint of the public text"), max_length=64, blank=True, editable=False)
    reviewed_text = models.CharField(_("fingerprint of the text reviewed"), max_length=64, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # The name at the time of the review: it stays when the account is renamed or deleted.
    reviewer_name = models.CharField(_("name of the reviewer"), max_length=255, blank=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    english_changed_at = models.DateTimeField(_("English changed"), null=True, blank=True)

    wagtail_reference_index_ignore = True  # this row is no use of the page

    class Meta:
        verbose_name = _("status of a translation")
        verbose_name_plural = _("status of translations")
        default_permissions = ()
        permissions = [
            ("view_translation_board", _("Can see the translation board")),
            ("review_translation", _("Can review translations")),
        ]

    def __str__(self) -> str:
        return str(self.page)

    @property
    def is_reviewed(self) -> bool:
        """Whether a person has reviewed the text that is public."""
        return bool(self.reviewed_text) and self.reviewed_text == self.published_text
