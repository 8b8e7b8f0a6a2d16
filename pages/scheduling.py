"""Publish and unpublish at the times that staff have set, and remove the dates of schedules that have run.

The worker calls `run_schedules` every minute. It does what Wagtail's command `publish_scheduled` does, with three
differences: an object that cannot be published does not stop the others, an object whose whole period is over is not
left public, and the dates are removed afterwards. Wagtail refuses to save a page with an expiry date in the past.
"""

import datetime
import logging
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.log_actions import registry as log
from wagtail.models import DraftStateMixin, Page, Revision

logger = logging.getLogger(__name__)

# The actions in Wagtail's log; the same as those of `publish_scheduled`.
PUBLISHED = "wagtail.publish.scheduled"
UNPUBLISHED = "wagtail.unpublish.scheduled"
SCHEDULE = ("go_live_at", "expire_at")


class ScheduleError(Exception):
    """Some objects could not be published or unpublished at their time."""


def run_schedules() -> None:
    """Publish and unpublish everything whose time has come, and remove the dates of schedules that have run.

    Raises `ScheduleError` if an object could not be published or unpublished. It is tried again in the next run.
    """
    now = timezone.now()
    # Objects that a late worker publishes after their expiry are unpublished in the same run.
    steps: list[Callable[[datetime.datetime], Iterable[Callable[[], None]]]] = [_expired, _due, _expired]
    failed = 0
    for find in steps:
        for run in list(find(now)):
            failed += not _succeeds(run)
    for model in _models():
        _remove_past_dates(model, now)
    if failed:
        raise ScheduleError(f"{failed} could not be published or unpublished")


def _succeeds(run: Callable[[], None]) -> bool:
    try:
        with transaction.atomic():
            run()
    except Exception:
        # Whatever is wrong with one object, the others are published.
        logger.exception("Could not run the schedule: %s", run)
        return False
    return True


def _models() -> list[type[models.Model]]:
    """Return `Page` and the other models whose objects can be scheduled."""
    others = (model for model in apps.get_models() if issubclass(model, DraftStateMixin))
    return [Page, *(model for model in others if not issubclass(model, Page))]


def _expired(now: datetime.datetime) -> Iterator[Callable[[], None]]:
    for model in _models():
        expired = model._default_manager.filter(live=True, expire_at__lte=now).order_by("expire_at")
        for key in expired.values_list("pk", flat=True):
            yield partial(_unpublish, model, key, now)


def _unpublish(model: type[models.Model], key: Any, now: datetime.datetime) -> None:
    """Unpublish the object, unless another worker or an editor has changed it since it was found."""
    row: Any = model._default_manager.select_for_update().filter(pk=key, live=True, expire_at__lte=now).first()
    if not row:
        return
    # Wagtail cancels the schedule of the next version, which is still to be published at its own time.
    scheduled = dict(row.revisions.exclude(approved_go_live_at=None).values_list("pk", "approved_go_live_at"))
    (row.specific if isinstance(row, Page) else row).unpublish(set_expired=True, log_action=UNPUBLISHED)
    for revision, date in scheduled.items():
        Revision.objects.filter(pk=revision).update(approved_go_live_at=date)


def _due(now: datetime.datetime) -> Iterator[Callable[[], None]]:
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    for key in due.values_list("pk", flat=True):
        yield partial(_publish, key, now)


def _publish(key: int, now: datetime.datetime) -> None:
    """Publish the revision, unless another worker has published it or an editor has canceled its schedule."""
    revision = Revision.objects.select_for_update().filter(pk=key, approved_go_live_at__lte=now).first()
    if revision:
        revision.publish(log_action=PUBLISHED)


def _remove_past_dates(model: Any, now: datetime.datetime) -> None:
    """Remove the dates of schedules that have run from the objects and from their latest and published revisions.

    A revision that is published again, for example with a bulk action, would otherwise expire again.
    """
    has_started = models.Q(live=True, go_live_at__lte=now)
    has_ended = models.Q(live=False, expire_at__lte=now)
    for row in model._default_manager.filter(has_started | has_ended).only(
        "live", "latest_revision", "live_revision", *SCHEDULE
    ):
        past = [name for name in SCHEDULE if (date := getattr(row, name)) and date <= now]
        if row.live:
            past = [name for name in past if name == "go_live_at"]
        with transaction.atomic():
            unchanged = {name: getattr(row, name) for name in past}
            if model._default_manager.filter(pk=row.pk, **unchanged).update(**dict.fromkeys(past)):
                keys = {row.latest_revision_id, row.live_revision_id}
                for revision in Revision.objects.select_for_update().filter(pk__in=keys):
                    _remove_from_content(revision, past, now)


def _remove_from_content(revision: Revision, names: list[str], now: datetime.datetime) -> None:
    past = {name for name in names if (date := parse_datetime(revision.content.get(name) or "")) and date <= now}
    if past:
        revision.content |= dict.fromkeys(past)
        revision.save(update_fields=["content"])


def was_unpublished_at(instance: Any, date: datetime.datetime) -> bool:
    """Return whether the schedule has unpublished the object at this date or after it."""
    return log.get_logs_for_instance(instance).filter(action=UNPUBLISHED, timestamp__gte=date).exists()


def has_run(instance: Any, name: str) -> bool:
    """Return whether the date in the field `name` of the object or of its draft is past, and nothing is left to do."""
    date = getattr(instance, name)
    if not date or date > timezone.now():
        return False
    return name == "go_live_at" or not instance.live or was_unpublished_at(instance, date)
