"""The signs of danger that care cards list."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from pages.models.shared_row import SharedRowMixin
from pages.page_texts import check_texts
from pages.review_form import PagesConcernedPanel, SharedRowForm
from pages.urgency import Urgency


class WarningSign(SharedRowMixin, TranslatableMixin, models.Model):
    """A sign of danger, in one sentence that reads the same on every page, and what to do about it."""

    key = models.SlugField(_("key"), max_length=60, editable=False, help_text=_("The sign's name in content files."))
    urgency = models.CharField(
        _("what the reader should do"),
        max_length=20,
        choices=Urgency,
        help_text=_("A sign has one urgency on all pages. Care cards with another urgency cannot list it."),
    )
    text = models.CharField(
        _("sentence"), max_length=255, help_text=_("One full sentence, for example “You cannot pass urine.”")
    )

    clinical_fields = ("text", "urgency")
    base_form_class = SharedRowForm
    panels = [PagesConcernedPanel(), "urgency", "text", FieldPanel("keep_review")]

    override_translatable_fields = [
        SynchronizedField("key", overridable=False),
        SynchronizedField("urgency", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("warning sign")
        verbose_name_plural = _("warning signs")
        ordering = ["text"]
        constraints = [models.UniqueConstraint(fields=["key", "locale"], name="warning_sign_key_once_per_language")]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Raise `ValidationError` for a wrong placeholder."""
        super().clean()
        check_texts(self)

    def texts_to_search(self) -> list[str]:
        """Return the sentence."""
        return [self.text]
