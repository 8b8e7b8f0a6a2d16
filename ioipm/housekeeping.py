"""Daily jobs that delete what nobody needs any more: expired sessions and old versions of pages."""

from collections.abc import Iterator
from datetime import timedelta
from functools import reduce
from importlib import import_module
from operator import or_

from django.conf import settings
from django.db.models import DO_NOTHING, Exists, F, ManyToOneRel, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from wagtail.models import Revision

from home.models import SeededPage

# Somebody may have opened a revision in the editor, and saves a change of it within this time.
MINIMUM_AGE = timedelta(days=7)
BATCH_SIZE = 500


def delete_expired_sessions() -> None:
    """Delete the sessions that have ended, as Django's command `clearsessions` does."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def delete_old_revisions() -> None:
    """Delete the revisions of each page or row beyond the newest `KEPT_REVISIONS`.

    Not deleted are those of the last seven days, those that are scheduled, those that the seed has recorded, and those
    to which another row refers: the live and the latest revision, approvals in a workflow, comments and translations.
    """
    newest_first = Window(
        RowNumber(),
        partition_by=[F("base_content_type"), F("object_id")],
        order_by=[F("created_at").desc(), F("pk").desc()],
    )
    beyond = Revision.objects.annotate(number=newest_first).filter(number__gt=settings.KEPT_REVISIONS)
    keys = list(beyond.values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH_SIZE):
        _deletable().filter(pk__in=keys[start : start + BATCH_SIZE]).delete()


def _deletable() -> QuerySet[Revision]:
    """Return the revisions that nobody needs."""
    old = Revision.objects.filter(created_at__lt=timezone.now() - MINIMUM_AGE, approved_go_live_at=None)
    recorded = SeededPage.objects.filter(revision_id=OuterRef("pk"))
    return old.exclude(reduce(or_, (Exists(rows) for rows in _referring_rows()), Exists(recorded)))


def _referring_rows() -> Iterator[QuerySet]:
    """Yield, for each foreign key to revisions, the rows that refer to the revision of the outer query.

    Each entry of Wagtail's log names a revision too, but stays without it.
    """
    for relation in Revision._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.on_delete is not DO_NOTHING:
            yield relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")})
