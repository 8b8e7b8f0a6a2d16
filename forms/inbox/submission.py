"""Save a message with its files before anything else happens to it."""

import json
from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from forms.inbox.files import claim
from forms.inbox.mails import acknowledge, notify
from forms.inbox.models import Attachment, ClinicLocation, Form, Message
from forms.inbox.search import word_digests
from forms.inbox.senders import sender_digests
from forms.sealing.encryption import digest, digests, seal_data
from forms.spam.verification import Verification

# The same content sent again within this time is one message.
DUPLICATE_PERIOD = timedelta(days=1)


def receive(
    form: Form,
    answers: list[dict],
    attachments: Sequence[Attachment] = (),
    verification: Verification = Verification.PASSED,
    sent_from: str = "",
    location: ClinicLocation | None = None,
) -> Message:
    """Save the message, its files and the mails about it in one transaction, and return the `Message`.

    A double click, a reload or a retry creates no second message: the same answers with the same files, sent again
    within a day, return the first message. Raises `AttachmentGone` if a file is no longer available and
    `django.db.DatabaseError` if nothing could be saved.
    """
    content = json.dumps(
        [
            str(form.key),
            answers,
            sorted(file.content_digest for file in attachments),
            *([str(location.key)] if location else []),
        ]
    )
    if duplicate := _same_content(content, newer=True).first():
        return duplicate
    try:
        return _save(form, answers, attachments, verification, sent_from, location, content)
    except IntegrityError:
        # A concurrent request with the same content was faster.
        if duplicate := _same_content(content, newer=True).first():
            return duplicate
        raise


def _same_content(content: str, *, newer: bool) -> QuerySet[Message]:
    """Return messages with the same content: those of the last day, or else the older ones."""
    limit = timezone.now() - DUPLICATE_PERIOD
    messages = Message.objects.filter(fingerprint__in=digests(content))
    return messages.filter(sent_at__gt=limit) if newer else messages.filter(sent_at__lte=limit)


@transaction.atomic
def _save(
    form: Form,
    answers: list[dict],
    attachments: Sequence[Attachment],
    verification: Verification,
    sent_from: str,
    location: ClinicLocation | None,
    content: str,
) -> Message:
    _same_content(content, newer=False).update(fingerprint=None)
    message = Message.objects.create(
        form=form,
        location=location,
        language=get_language(),
        verification=verification,
        sealed=seal_data({"answers": answers, "sent_from": sent_from}),
        words=word_digests(answers),
        **sender_digests(answers),
        fingerprint=digest(content),
    )
    claim(attachments, message)
    notify(message)
    acknowledge(message)
    return message
