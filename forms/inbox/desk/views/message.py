"""One message: what was sent, and what the desk made of it."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import log
from wagtail.log_actions import registry as logs

from forms.inbox.desk.answers import answers_of
from forms.inbox.desk.decryption import content_of, file_name, note_text, sender_of
from forms.inbox.desk.permissions import DeskViewMixin, colleagues, may
from forms.inbox.models import Attachment, Message

# Set by an action that leads back to the message, so that coming back is not logged as another look.
SEEN = "desk_message_seen"
MOST_OF_HISTORY = 200


class MessageView(DeskViewMixin, View):
    """Shows the message, and logs that it was looked at."""

    def get(self, request, pk):
        """Return the page; 404 where there is no such message."""
        message = get_object_or_404(Message.objects.defer("words").select_related("form", "owner"), pk=pk)
        if request.session.pop(SEEN, None) != pk:
            log(message, "site_forms.view", user=request.user)
        return TemplateResponse(request, "forms/desk/message.html", self._context(request, message))

    def _context(self, request, message):
        content = content_of(message)
        return {
            "message": message,
            "sender": sender_of(message),
            "answers": answers_of(message) if content else None,
            "sent_from": content and content.get("sent_from", ""),
            "form_name": message.form.name,
            "language": dict(settings.LANGUAGES).get(message.language, message.language),
            "owner": message.owner and get_user_display_name(message.owner),
            "is_mine": message.owner_id == request.user.pk,
            "files": [_file(attachment) for attachment in message.attachments.all()],
            "notes": [_note(note) for note in message.notes.select_related("written_by")],
            "history": logs.get_logs_for_instance(message).select_related("user")[:MOST_OF_HISTORY],
            "statuses": Message.Status.choices,
            "colleagues": [one for one in colleagues() if one.pk != message.owner_id],
            "may_change": may(request.user, "change"),
            "may_delete": may(request.user, "delete"),
            "header_title": _("Message %(reference)s") % {"reference": message.reference},
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": reverse("desk:list"), "label": _("Messages")},
                {"url": "", "label": message.reference},
            ],
            "header_icon": "mail",
        }


def _note(note):
    author = get_user_display_name(note.written_by) if note.written_by else "–"
    return {"text": note_text(note), "author": author, "written_at": note.written_at}


def _file(attachment):
    verdicts = Attachment.Verdict
    return {
        "pk": attachment.pk,
        "name": file_name(attachment),
        "type": attachment.content_type,
        "size": attachment.size,
        "verdict": attachment.get_verdict_display(),
        "is_infected": attachment.verdict == verdicts.INFECTED,
        "may_be_opened": attachment.verdict in (verdicts.CLEAN, verdicts.NOT_SCANNED),
    }
