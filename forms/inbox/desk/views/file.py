"""Hands out a file that somebody sent with a message."""

import re
import unicodedata
from urllib.parse import quote

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.log_actions import log

from forms.inbox.desk.permissions import DeskViewMixin
from forms.inbox.files import FileChangedError, NotYetSafe, open_content
from forms.inbox.models import Attachment
from forms.sealing.encryption import CannotOpenError

UNNAMED = "file"


class FileView(DeskViewMixin, View):
    """Sends the file as a download that no browser shows, and logs it."""

    def get(self, request, pk, file_pk):
        """Return the file; 404 unless it belongs to this message."""
        attachment = get_object_or_404(Attachment.objects.select_related("message"), pk=file_pk, message_id=pk)
        try:
            name, content = attachment.name, open_content(attachment)
        except NotYetSafe:
            return self._explain(_("This file is not handed out: the virus scanner has not cleared it."))
        except CannotOpenError:
            return self._explain(_("This file cannot be opened: its key is missing. Tell whoever runs the site."))
        except FileNotFoundError:
            return self._explain(_("This file is missing from the storage. Tell whoever runs the site."))
        except FileChangedError:
            return self._explain(_("This file is not as it was stored. Tell whoever runs the site."))
        log(attachment.message, "site_forms.download", user=request.user, data={"file": attachment.pk})
        return download(content, name, attachment.content_type)

    def _explain(self, sentence):
        messages.error(self.request, sentence)
        return HttpResponseRedirect(reverse("desk:message", args=[self.kwargs["pk"]]))


def download(content, name, content_type):
    """Return bytes of unknown intent in a response that no browser opens by itself or keeps."""
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": content_disposition(name),
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "X-Robots-Tag": "noindex",
        },
    )


def content_disposition(name):
    """Return the header for any name a sender's file may have: in plain letters, and in full (RFC 6266)."""
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C").strip()
    name = re.sub(r"[/\\]", "_", name).lstrip(".") or UNNAMED
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r'["%;]', "_", plain).strip() or UNNAMED
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
