"""Hands out what the list shows as a file."""

from django.http import FileResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from forms.inbox.desk.export import MOST_IN_XLSX, Export, stream_csv, write_xlsx
from forms.inbox.desk.filters import MessageFilterSet
from forms.inbox.desk.log_actions import log_export
from forms.inbox.desk.permissions import DeskViewMixin
from forms.inbox.models import Message

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportView(DeskViewMixin, View):
    """Logs how much is exported and by which filters, then begins."""

    permission = "export"
    extension = ""

    def get(self, request):
        """Return the file, or lead back to the list with a sentence that says why not."""
        filters = MessageFilterSet(request.GET, request=request)
        if not filters.is_valid():
            return self._refuse(_("One of the filters cannot be read: nothing was exported."))
        found = filters.filter_queryset(Message.objects.all())
        count = found.count()
        if refusal := self.refusal(count):
            return self._refuse(refusal)
        log_export(request.user, count, self.extension, filters.names_in_use)
        response = self.answer(Export(found))
        name = f"messages-{timezone.localdate():%Y-%m-%d}.{self.extension}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def refusal(self, count):
        """Say why that many messages are not exported; "" if they are."""
        return ""

    def answer(self, export):
        """Return the response with the file."""
        raise NotImplementedError

    def _refuse(self, sentence):
        messages.error(self.request, sentence)
        address = reverse("desk:list")
        return HttpResponseRedirect(f"{address}?{self.request.GET.urlencode()}" if self.request.GET else address)


class CsvView(ExportView):
    """Streams as many messages as there are."""

    extension = "csv"

    def answer(self, export):
        return StreamingHttpResponse(stream_csv(export), content_type="text/csv; charset=utf-8")


class XlsxView(ExportView):
    """Writes a workbook, which is whole before it is sent: up to a limit."""

    extension = "xlsx"

    def refusal(self, count):
        if count <= MOST_IN_XLSX:
            return ""
        sentence = _("%(count)s messages are too many for XLSX, which takes %(most)s: export CSV, or narrow the list.")
        return sentence % {"count": f"{count:,}", "most": f"{MOST_IN_XLSX:,}"}

    def answer(self, export):
        return FileResponse(write_xlsx(export), content_type=XLSX)
