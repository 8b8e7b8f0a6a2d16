"""The pages of a long list."""

from wagtail.admin.paginator import WagtailPaginator


class PaginatorFromBothEnds(WagtailPaginator):
    """Reads a page of the second half from the end: the last page costs the database no more than the first.

    The query must be ordered, and the order must be whole: no two rows alike.
    """

    def page(self, number):
        number = self.validate_number(number)
        before = (number - 1) * self.per_page
        after = max(0, self.count - number * self.per_page)
        if before <= after:
            return super().page(number)
        rows = list(self.object_list.reverse()[after : self.count - before])
        return self._get_page(rows[::-1], number, self)
