"""Record that a qualified person has compared a translation with the English page (45 CFR 92.201(c)(3)).

A review belongs to one text. It is made by the person's own action only, and is void when the text changes.
"""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import log
from wagtail_localize.models import Translation

from pages.models import TranslationStatus
from pages.translation_admin.fingerprint import fingerprint_of_draft

REVIEW = "pages.review_translation"  # the permission, and the action in the audit log


class TextChangedError(Exception):
    """The text is no longer the one that the reviewer has read. The text of the error is a sentence for the user."""


@transaction.atomic
def sign(translation: Translation, user: AbstractBaseUser | AnonymousUser, read_text: str) -> TranslationStatus:
    """Record that the user has reviewed the current translation of a page, and return its status.

    `read_text` is the fingerprint of the text that the user has read. Raises `PermissionDenied`, and `TextChangedError`
    if the text has changed since.
    """
    if not user.has_perm(REVIEW):  # type: ignore[union-attr]  # the user model has permissions
        raise PermissionDenied
    if fingerprint_of_draft(translation) != read_text:
        raise TextChangedError(_("Nothing was signed: the text has changed since you opened it. Read it again."))
    page = translation.get_target_instance()
    values = {
        "reviewed_text": read_text,
        "reviewed_by": user,
        "reviewer_name": get_user_display_name(user)[:255],
        "reviewed_on": timezone.localdate(),
    }
    status, _created = TranslationStatus.objects.update_or_create(page_id=page.pk, defaults=values)
    log(page, REVIEW, user=user, data={"text": read_text})
    return status
