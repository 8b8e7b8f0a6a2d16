"""Download the messages of the list as CSV or XLSX."""

from django.http import FileResponse, HttpRequest, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from forms.inbox.desk.export import MAXIMUM_XLSX_ROWS, Export, stream_csv, write_xlsx
from forms.inbox.desk.filters import MessageFilterSet
from forms.inbox.desk.log_actions import log_export
from forms.inbox.desk.permissions import DeskViewMixin
from forms.inbox.models import Message

XLSX_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportView(DeskViewMixin, View):
    """Log the number of messages and the active filters, then send the file."""

    permission = "export"
    extension = ""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Return the file, or redirect to the list with a sentence that says why there is none."""
        filters = MessageFilterSet(request.GET, request=request)
        if not filters.is_valid():
            return self._refuse(_("One of the filters cannot be read: nothing was exported."))
        queryset = filters.filter_queryset(Message.objects.all())
        count = queryset.count()
        if refusal := self.refusal(count):
            return self._refuse(refusal)
        log_export(request.user, count, self.extension, filters.names_in_use)
        response = self.file_response(Export(queryset))
        name = f"messages-{timezone.localdate():%Y-%m-%d}.{self.extension}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def refusal(self, count: int) -> str:
        """Return why this number of messages is not exported, or "" if it is."""
        return ""

    def file_response(self, export: Export) -> HttpResponseBase:
        """Return the response with the file."""
        raise NotImplementedError

    def _refuse(self, sentence: str) -> HttpResponseRedirect:
        messages.error(self.request, sentence)
        url = reverse("desk:list")
        return HttpResponseRedirect(f"{url}?{self.request.GET.urlencode()}" if self.request.GET else url)


class CsvView(ExportView):
    """Stream any number of messages as CSV."""

    extension = "csv"

    def file_response(self, export: Export) -> HttpResponseBase:
        return StreamingHttpResponse(stream_csv(export), content_type="text/csv; charset=utf-8")


class XlsxView(ExportView):
    """Send a limited number of messages as XLSX. The workbook is complete before its first byte is sent."""

    extension = "xlsx"

    def refusal(self, count: int) -> str:
        if count <= MAXIMUM_XLSX_ROWS:
            return ""
        sentence = _(
            "%(count)s messages are too many for XLSX, which takes %(maximum)s: export CSV, or filter the list."
        )
        return sentence % {"count": f"{count:,}", "maximum": f"{MAXIMUM_XLSX_ROWS:,}"}

    def file_response(self, export: Export) -> HttpResponseBase:
        return FileResponse(write_xlsx(export), content_type=XLSX_CONTENT_TYPE)
