"""Download a file that was sent with a message."""

import re
import unicodedata

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.log_actions import log

from forms.inbox.desk.decryption import file_name
from forms.inbox.desk.permissions import DeskViewMixin
from forms.inbox.files import FileChangedError, NotYetSafe, open_content
from forms.inbox.models import Attachment
from forms.sealing.encryption import CannotOpenError

DEFAULT_NAME = "file"


class FileView(DeskViewMixin, View):
    """Send the file as a download that browsers do not display, and log it."""

    def get(self, request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
        """Return the file, or redirect to the message with the reason why it cannot be downloaded.

        Raises `Http404` if the file does not belong to this message.
        """
        attachment = get_object_or_404(Attachment.objects.select_related("message"), pk=file_pk, message_id=pk)
        try:
            name, content = str(file_name(attachment)), open_content(attachment)
        except NotYetSafe:
            return self._refuse(_("This file cannot be downloaded: the virus scanner has not cleared it."))
        except CannotOpenError:
            return self._refuse(
                _("This file cannot be opened: its key is missing. Report it to the person who operates the site.")
            )
        except FileNotFoundError:
            return self._refuse(
                _("This file is missing from the storage. Report it to the person who operates the site.")
            )
        except FileChangedError:
            return self._refuse(
                _("This file was changed after it was stored. Report it to the person who operates the site.")
            )
        log(attachment.message, "site_forms.download", user=request.user, data={"file": attachment.pk})
        return download_response(content, name, attachment.content_type)

    def _refuse(self, sentence: str) -> HttpResponseRedirect:
        messages.error(self.request, sentence)
        return HttpResponseRedirect(reverse("desk:message", args=[self.kwargs["pk"]]))


def download_response(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Return a response with a file from an unknown sender, which browsers neither display nor cache."""
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, safe_name(name)),
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "X-Robots-Tag": "noindex",
        },
    )


def safe_name(name: str) -> str:
    """Return the name without control characters, slashes and leading dots, or `file` if nothing is left."""
    name = "".join(character for character in name if unicodedata.category(character)[0] != "C").strip()
    return re.sub(r"[/\\]", "_", name).lstrip(".") or DEFAULT_NAME
