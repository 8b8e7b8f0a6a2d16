"""The page of one message: its answers and files, and the notes, history and actions of the front desk."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import log
from wagtail.log_actions import registry as log_registry

from forms.inbox.desk.answers import displayed_answers
from forms.inbox.desk.contacts import contact_facts
from forms.inbox.desk.decryption import decrypted_content, file_name, note_text, sender_name
from forms.inbox.desk.neighbors import neighbors
from forms.inbox.desk.permissions import DeskViewMixin, may, possible_owners
from forms.inbox.models import Attachment, Contact, Message, Note
from forms.inbox.senders import of_same_sender

# Session key for the message to which an action redirects, so that the page is not logged as read once more.
RETURNING_TO = "desk_message_seen"
MAXIMUM_LOG_ENTRIES = 200
MAXIMUM_SAME_SENDER = 20


class MessageView(DeskViewMixin, View):
    """Show a message, and log that the user read it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the page. Raises `Http404` if there is no such message."""
        message = get_object_or_404(Message.objects.defer("words").select_related("form", "location", "owner"), pk=pk)
        if request.session.pop(RETURNING_TO, None) != pk:
            log(message, "site_forms.view", user=request.user)
        return TemplateResponse(request, "forms/desk/message.html", self._context(request, message))

    def _context(self, request: HttpRequest, message: Message) -> dict[str, Any]:
        content = decrypted_content(message)
        answers = displayed_answers(message) if content else None
        return {
            "message": message,
            "sender": sender_name(message),
            "answers": answers,
            "mail_link": next((one["link"] for one in answers or () if one["link"].startswith("mailto:")), ""),
            "phone_link": next((one["link"] for one in answers or () if one["link"].startswith("tel:")), ""),
            **neighbors(request, message.pk),
            **(_same_sender_context(message) if content else {}),
            "sent_from": content and content.get("sent_from", ""),
            "form_name": message.form.name,
            "language": dict(settings.LANGUAGES).get(message.language, message.language),
            "owner": message.owner and get_user_display_name(message.owner),
            "is_mine": message.owner_id == request.user.pk,
            "files": [_file_context(attachment) for attachment in message.attachments.all()],
            "notes": [_note_context(note) for note in message.notes.select_related("written_by")],
            "history": log_registry.get_logs_for_instance(message).select_related("user")[:MAXIMUM_LOG_ENTRIES],
            "contacts": [contact_facts(contact) for contact in message.contacts.select_related("made_by")],
            "contact_kinds": _with_keys(Contact.Kind.choices),
            "statuses": Message.Status.choices,
            "today": timezone.localdate().isoformat(),
            "printed_at": timezone.now(),
            "colleagues": [user for user in possible_owners() if user.pk != message.owner_id],
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


def _note_context(note: Note) -> dict[str, Any]:
    author = get_user_display_name(note.written_by) if note.written_by else "–"
    return {"text": note_text(note), "author": author, "written_at": note.written_at}


def _with_keys(choices: Sequence[tuple[str, str | Promise]]) -> list[tuple[str, str, str | Promise]]:
    """Return each choice with the key that presses its button: 1, 2, 3."""
    return [(str(key), value, label) for key, (value, label) in enumerate(choices, start=1)]


def _same_sender_context(message: Message) -> dict[str, Any]:
    """Return the last messages of the same sender, and whether one before this message is done."""
    others = list(of_same_sender(message).only("reference", "status", "sent_at")[:MAXIMUM_SAME_SENDER])
    finished = [one for one in others if one.status == Message.Status.DONE and one.sent_at < message.sent_at]
    return {"same_sender": others, "finished_before": finished[0] if finished else None}


def _file_context(attachment: Attachment) -> dict[str, Any]:
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
