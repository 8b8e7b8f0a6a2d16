"""What waits at the desk, for the dashboard."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forms.inbox.desk.counts import displayed_count
from forms.inbox.desk.filters import NEW, SPAM, WaitingFilter, overdue, reminder_due
from forms.inbox.desk.permissions import may
from forms.inbox.models import Form, Message
from pages.dashboard import DashboardItem


def waiting_messages(request: HttpRequest) -> Iterator[DashboardItem]:
    """Return lines for messages that are new, overdue or to be looked at again, if the user may read messages."""
    if not may(request.user, "view"):
        return
    lines = [
        (_("New messages"), NEW, f"status={Message.Status.NEW}"),
        (_("Messages not done after more than one working day"), overdue(), f"waits={WaitingFilter.OVERDUE}"),
        (_("Messages whose reminder is due"), reminder_due() & ~SPAM, f"waits={WaitingFilter.REMINDER}"),
    ]
    for text, condition, query in lines:
        number = displayed_count(Message.objects.filter(condition))
        yield DashboardItem(text, f"{reverse('desk:list')}?{query}", number, order=10)


def forms_without_notification(request: HttpRequest) -> Iterator[DashboardItem]:
    """Return a line for each open form that notifies nobody by mail, if the user may read messages."""
    if not may(request.user, "view"):
        return
    text = _(
        "The form “%(form)s” notifies nobody by mail of a new message. Check the list of messages often, or ask the "
        "person who edits the form to fill in “who is notified of a new message”."
    )
    for name in Form.objects.filter(is_open=True, notified="").order_by("name").values_list("name", flat=True):
        yield DashboardItem(text % {"form": name}, order=15)
