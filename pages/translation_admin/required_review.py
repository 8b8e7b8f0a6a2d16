"""Which translations must be reviewed before they may be public (`PUBLISH_UNREVIEWED_SPANISH`)."""

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import Translation

from pages.languages import REVIEWED_TYPES
from pages.translation_admin.fingerprint import fingerprint_of_draft


def reason_not_to_publish(translation: Translation) -> str:
    """Return a sentence if the page must be reviewed before it may be public; otherwise ""."""
    if settings.PUBLISH_UNREVIEWED_SPANISH or translation.source.specific_content_type.model not in REVIEWED_TYPES:
        return ""
    pages = Page.objects.filter(translation_key=translation.source.object_id, locale=translation.target_locale_id)
    reviewed_text = pages.values_list("translation_status__reviewed_text", flat=True).first()
    if reviewed_text and reviewed_text == fingerprint_of_draft(translation):
        return ""
    return _("A qualified person must review this translation before it may be public.")
