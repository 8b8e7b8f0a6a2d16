"""Paginators for the list of messages."""

from django.core.paginator import Page
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.functional import cached_property
from wagtail.admin.paginator import WagtailPaginator

from forms.inbox.desk.filters import reminder_due, to_do
from forms.inbox.models import Message


def rows_between(queryset: QuerySet[Message], count: int, begin: int, end: int) -> list[Message]:
    """Return the rows from `begin` to `end` (excluded) of an ordered queryset with `count` rows.

    With OFFSET, a database reads and discards all rows before the first. So rows in the second half are read in reverse
    order. Measured with 100,000 messages, the last page takes 1.95 times as long as the first without this, and 1.00
    times with it (PostgreSQL). On SQLite it takes 1.62 and 1.09 times as long, and 9.7 and 4.0 times with a filter by
    status. No two rows may be equal in the queryset's order.
    """
    begin, end = min(begin, count), min(end, count)
    if begin <= count - end:
        return list(queryset[begin:end])
    return list(queryset.reverse()[count - end : count - begin])[::-1]


class PaginatorFromBothEnds(WagtailPaginator):
    """Read a page in the second half of the list in reverse order, so that the database skips fewer rows."""

    def page(self, number: int | str) -> Page:
        number = int(self.validate_number(number))
        begin = (number - 1) * self.per_page
        rows = rows_between(self.object_list, self.count, begin, begin + self.per_page)
        return self._get_page(rows, number, self)


class WorkOrderPaginator(WagtailPaginator):
    """Order the messages as the front desk works on them, without sorting the finished ones.

    First come messages whose reminder is due, then those that wait, longest first (or shortest first), then those with
    a later reminder. All others follow, newest first: an index has that order, however many there are.
    """

    is_shortest_first = False

    @cached_property
    def to_do(self) -> Q:
        """The condition for messages to work on."""
        return to_do()

    @cached_property
    def open_messages(self) -> QuerySet[Message]:
        """The messages to work on, in order."""
        sent = "-sent_at" if self.is_shortest_first else "sent_at"
        rank = Case(When(reminder_due(), then=Value(0)), When(reminder_on=None, then=Value(1)), default=Value(2))
        return self.object_list.filter(self.to_do).order_by(rank, sent, sent.replace("sent_at", "pk"))

    @cached_property
    def open_count(self) -> int:
        """The number of messages to work on."""
        return self.open_messages.order_by().count()

    def page(self, number: int | str) -> Page:
        number = int(self.validate_number(number))
        begin = (number - 1) * self.per_page
        end = begin + self.per_page
        rows = rows_between(self.open_messages, self.open_count, begin, end)
        others = self.object_list.exclude(self.to_do).order_by("-sent_at", "-pk")
        others_begin, others_end = (max(0, place - self.open_count) for place in (begin, end))
        rows += rows_between(others, self.count - self.open_count, others_begin, others_end)
        return self._get_page(rows, number, self)


class ShortestFirstPaginator(WorkOrderPaginator):
    """Order messages like `WorkOrderPaginator`, but those that wait shortest first."""

    is_shortest_first = True
