"""Write entries to Wagtail's audit log: who looked at personal data, and who was denied.

No entry contains anything that a sender wrote or that a user searched for (45 CFR 164.312(b)).
"""

from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone, translation
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

DENIED, LISTED = "site_forms.denied", "site_forms.list"


def log_denial(model: type[Model], user: AbstractBaseUser | AnonymousUser, pk: int | None = None) -> None:
    """Log that the user was denied access to a row of the model, or to all rows if `pk` is None or unknown."""
    row = pk and model._default_manager.filter(pk=pk).first()
    if row:
        log(row, DENIED, user=user)
    else:
        log_for_model(model, DENIED, user)


def log_for_model(
    model: type[Model], action: str, user: AbstractBaseUser | AnonymousUser, data: dict | None = None
) -> None:
    """Log an action on many rows of a model. The entry refers to a row with key 0: Wagtail needs an object."""
    log(model(pk=0), action, user=user, title=_label(model), data=data)


def log_list(
    model: type[Model], user: AbstractBaseUser | AnonymousUser, shown: int, page: int, filters: Sequence[str]
) -> None:
    """Log that the user looked at one page of a list: the number of rows shown and the names of the active filters.

    One INSERT. `wagtail.log_actions.log` would make two more queries for each page of a list.
    """
    entry = ModelLogEntry(
        content_type=ContentType.objects.get_for_model(model),
        object_id=0,
        label=_label(model),
        action=LISTED,
        user=user,
        timestamp=timezone.now(),
        data={"count": shown, "page": page, "filters": filters},
    )
    ModelLogEntry.objects.bulk_create([entry])


def _label(model: type[Model]) -> str:
    with translation.override(settings.LANGUAGE_CODE):  # the log has one language for all its readers
        return f"All {model._meta.verbose_name_plural}"
