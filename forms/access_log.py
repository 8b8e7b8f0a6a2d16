"""Who looked at what, and who was refused, in Wagtail's log: never a word of what anybody wrote or searched for."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone, translation
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

DENIED, LISTED = "site_forms.denied", "site_forms.list"


def log_denial(model, user, pk=None):
    """Log that somebody asked for a row of the model, or for all of them, without being allowed to."""
    row = pk and model.objects.filter(pk=pk).first()
    if row:
        log(row, DENIED, user=user)
    else:
        log_about_all(model, DENIED, user)


def log_about_all(model, action, user, data=None):
    """Log what was done with all rows of a model, or with many: Wagtail logs nothing without an object."""
    log(model(pk=0), action, user=user, title=_all(model), data=data)


def log_list(model, user, shown, page, filters):
    """Log that somebody looked at a page of a list: how many it showed, and the names of the filters in use.

    One INSERT: Wagtail's own way asks two questions besides, at each page of a list.
    """
    entry = ModelLogEntry(
        content_type=ContentType.objects.get_for_model(model),
        object_id=0,
        label=_all(model),
        action=LISTED,
        user=user,
        timestamp=timezone.now(),
        data={"count": shown, "page": page, "filters": filters},
    )
    ModelLogEntry.objects.bulk_create([entry])


def _all(model):
    with translation.override(settings.LANGUAGE_CODE):  # the same name for all who read the log
        return f"All {model._meta.verbose_name_plural}"
