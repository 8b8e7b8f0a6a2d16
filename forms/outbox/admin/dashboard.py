"""Mails that wait or failed, for the dashboard."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forms.outbox.admin.permissions import can_manage_mails
from forms.outbox.models import Mail
from pages.dashboard import DashboardItem


def unsent_mails(request: HttpRequest) -> Iterator[DashboardItem]:
    """Return lines for the mails that failed, and for those that wait, if the user may manage mails."""
    if not can_manage_mails(request.user):
        return
    states = Mail.State
    counts = Mail.objects.aggregate(
        failed=Count("pk", filter=Q(state=states.FAILED)), waiting=Count("pk", filter=Q(state=states.WAITING))
    )
    url = reverse("mails:list")
    yield DashboardItem(_("Mails that could not be sent"), url, counts["failed"], is_urgent=True)
    yield DashboardItem(_("Mails waiting to be sent"), url, counts["waiting"], order=60)
