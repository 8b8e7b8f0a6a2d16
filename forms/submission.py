"""A message is saved before anything else happens to it."""

import json
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from forms.encryption import digest, digests, seal_data
from forms.files import claim
from forms.mails import acknowledge, notify
from forms.models.message import Message
from forms.words import words_of

SAME_FOR = timedelta(days=1)


def receive(page, form, verification=Message.Verification.PASSED, sent_from=""):
    """Save what the valid form holds, all of it or nothing, and return the `Message`.

    What was sent before, to the letter and with the same files, is the message it was for a day: a double click, a
    reload and a retry change nothing. Raises `django.db.DatabaseError` when it could not be saved.
    """
    content = {"answers": form.answers, "sent_from": sent_from}
    said = json.dumps(
        [str(page.translation_key), content["answers"], sorted(one.content_digest for one in form.attachments)]
    )
    for time in range(1, 1000):
        if (message := _sent_already(f"{said}{time}")) is None:
            try:
                return _save(page, form, content, verification, digest(f"{said}{time}"))
            except IntegrityError:  # the other half of a double click was faster
                message = _sent_already(f"{said}{time}")
                if message is None:
                    raise
        if timezone.now() - message.sent_at < SAME_FOR:
            return message
    raise RuntimeError("The same message was sent a thousand times.")


def _sent_already(said):
    return Message.objects.filter(fingerprint__in=digests(said)).first()


@transaction.atomic
def _save(page, form, content, verification, fingerprint):
    """The message with its files, and the mails about it, which the worker sends."""
    message = Message.objects.create(
        form=page,
        form_key=page.translation_key,
        form_title=page.title,
        language=get_language(),
        verification=verification,
        sealed=seal_data(content),
        words=words_of(content["answers"]),
        fingerprint=fingerprint,
    )
    claim(form.attachments, message)
    notify(message)
    acknowledge(message)
    return message
