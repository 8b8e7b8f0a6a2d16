"""The medical reviews that clinicians have signed."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from pages.languages import in_reader_language

if TYPE_CHECKING:
    from pages.models.person import PersonPage


class Review(models.Model):
    """The signature of a clinician under the medical text of one page or passage in one language.

    Rows are created only by `pages.signatures`. No form and no revision contains them.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey()
    reviewer = models.ForeignKey(
        "pages.PersonPage",
        verbose_name=_("reviewer"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="reviews_signed",
        help_text=_("Empty for a review from before the site had pages about people."),
    )
    # The name stays as it was when the person signed: nobody can put another name under a text by renaming a page.
    reviewer_name = models.CharField(_("name and credentials"), max_length=200)
    reviewed_on = models.DateField(_("reviewed on"))
    review_due = models.DateField(_("next review due"), null=True)
    is_on_paper = models.BooleanField(_("signed on paper"), default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # The days on which the mails about the next review were sent.
    due_mail_sent_on = models.DateField(null=True)
    overdue_mail_sent_on = models.DateField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("medical review")
        verbose_name_plural = _("medical reviews")
        default_permissions = ()
        permissions = [
            ("sign_review", "Can sign medical reviews as the person whose page names this user account"),
            ("record_paper_signature", "Can record that a clinician has signed a medical review on paper"),
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="review_by_target")]

    def __str__(self) -> str:
        return f"{self.reviewer_name}, {self.reviewed_on}"

    @cached_property
    def reviewer_page(self) -> "PersonPage | None":
        """The page of the reviewer in the reader's language; None if readers may not see one."""
        pages = in_reader_language([self.reviewer]) if self.reviewer else []
        return pages[0] if pages else None

    def add_text(self, fingerprint: str) -> bool:
        """Record that the review is valid for the text with this fingerprint. Return whether it was not before."""
        return ReviewedText.objects.get_or_create(review=self, fingerprint=fingerprint)[1]


class ReviewedText(models.Model):
    """A text that a review is valid for: the one that was signed, or one that differs from it in a typo."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="texts")
    fingerprint = models.CharField(_("fingerprint"), max_length=64, help_text=_("See `pages.clinical_text`."))

    class Meta:
        verbose_name = _("reviewed text")
        verbose_name_plural = _("reviewed texts")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["review", "fingerprint"], name="text_once_per_review")]

    def __str__(self) -> str:
        return self.fingerprint


def find_review(target: Any, fingerprint: str) -> tuple[Review | None, bool]:
    """Return the latest review of the text with this fingerprint and True.

    If no clinician has reviewed this text of the page or passage, return the latest review of another text of it and
    False; None and False if there is no review. One query.
    """
    is_of_text = Exists(ReviewedText.objects.filter(review=OuterRef("pk"), fingerprint=fingerprint))
    reviews: Iterable[Any] = target.reviews.annotate(is_of_text=is_of_text).order_by(
        "-is_of_text", "-reviewed_on", "-pk"
    )[:1]
    return next(((review, review.is_of_text) for review in reviews), (None, False))
