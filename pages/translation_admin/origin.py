"""Who translated a text, and when."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail_localize.models import StringTranslation

PO_FILE = "PO File"  # the tool of texts that were uploaded


def describe_origin(translation: StringTranslation) -> str:
    """Return a sentence that says who translated the text, and when. wagtail-localize's writes the date in English."""
    values = {"date": date_format(localtime(translation.updated_at), "DATE_FORMAT")}
    if translation.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
        return _("Made by a machine on %(date)s.") % values
    if translation.last_translated_by is None:
        return _("Translated on %(date)s.") % values
    values["name"] = get_user_display_name(translation.last_translated_by)
    if translation.tool_name == PO_FILE:
        return _("From a PO file that %(name)s uploaded on %(date)s.") % values
    return _("Translated by %(name)s on %(date)s.") % values
