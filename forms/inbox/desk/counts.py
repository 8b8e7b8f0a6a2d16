"""Numbers of messages, for the menu, the panel on the dashboard and the links above the list."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from forms.inbox.desk.filters import NEW, SPAM, SpamFilter, WaitingFilter, overdue, reminder_due, to_do
from forms.inbox.models import Message

MAXIMUM_COUNT = 99
DONE = Q(status=Message.Status.DONE)


def displayed_count(messages: QuerySet[Message]) -> str:
    """Return the number of messages, or "99+" for more. The database does not count further."""
    number = messages.order_by()[: MAXIMUM_COUNT + 1].count()
    return str(number) if number <= MAXIMUM_COUNT else f"{MAXIMUM_COUNT}+"


@dataclass
class ListLink:
    """A link above the list to some of the messages, with their number."""

    label: str
    query: str
    count: str
    is_current: bool


def list_links(user: AbstractBaseUser | AnonymousUser, filters: QueryDict) -> list[ListLink]:
    """Return the links above the list. `filters` are the filters in use."""
    work = to_do() & ~SPAM
    links = [
        (_("To do"), {"waits": WaitingFilter.TO_DO.value}, work),
        (_("Mine to do"), {"waits": WaitingFilter.TO_DO.value, "owner": "me"}, work & Q(owner=user)),
        (_("New"), {"status": Message.Status.NEW.value}, NEW),
        (_("Reminder is due"), {"waits": WaitingFilter.REMINDER.value}, reminder_due() & ~SPAM),
        (_("More than one working day"), {"waits": WaitingFilter.OVERDUE.value}, overdue()),
        (_("Done"), {"status": Message.Status.DONE.value}, DONE),
        (_("Spam"), {"box": SpamFilter.ONLY.value}, SPAM),
        (_("All but spam"), {}, ~SPAM),
    ]
    in_use = {name: value for name, value in filters.items() if value and name != "ordering"}
    return [
        ListLink(label, urlencode(query), displayed_count(Message.objects.filter(condition)), in_use == query)
        for label, query, condition in links
    ]
