"""The form field for files."""

import logging
import time
from dataclasses import dataclass, field
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms.files import kept, scanner
from forms.files.checks import REFUSALS, check, refusal
from forms.files.kinds import ACCEPTED
from forms.files.limits import FILE_BYTES, FILES, HOURS_UNCLAIMED, REQUEST_BYTES
from forms.files.names import clean_name
from forms.models.attachment import Attachment

logger = logging.getLogger(__name__)

MOST_TOLD = 10  # files that were left out

WORDS_OF_THE_SCRIPT = {
    "count": _("Attachments (%(count)s)"),
    "remove": _("Remove %(name)s"),
    "removed": _("%(name)s was removed."),
    "sending": _("Sending: %(percent)s percent"),
}


@dataclass
class SentFiles:
    """What the browser sent for one field: new files, tickets of files it sent before, tickets to be taken away.

    What our script did not even send, each as a word of `_refusals_of_script` and the file's name, is `left_out`.
    """

    key: str
    uploads: list = field(default_factory=list)
    tickets: list = field(default_factory=list)
    removed: list = field(default_factory=list)
    left_out: list = field(default_factory=list)


class Patience:
    """How long a visitor still waits for the scanner; what our own checks take does not count."""

    def __init__(self, seconds):
        self.left = seconds

    def scan(self, content):
        """Return the scanner's verdict; `WAITING` without asking once patience is at its end."""
        started = time.monotonic()
        try:
            return scanner.scan(content, self.left)
        finally:
            self.left -= time.monotonic() - started


class FilesWidget(forms.Widget):
    """Lists the files that are kept already, each with a way to take it away, and asks for more."""

    template_name = "forms/files.html"
    needs_multipart_form = True
    kept = ()

    def get_context(self, name, value, attrs):
        limits = {"files": FILES, "file-bytes": FILE_BYTES, "request-bytes": REQUEST_BYTES}
        own = {"kept": self.kept, "accepted": ACCEPTED, "limits": limits, "texts": _texts_for_script()}
        context = super().get_context(name, value, attrs)
        if self.kept:
            context["widget"]["attrs"].pop("required", None)
        return context | own

    def value_from_datadict(self, data, files, name):
        many = hasattr(files, "getlist")
        uploads = files.getlist(name) if many else [files[name]] if name in files else []
        tickets, removed, left_out = (
            data.getlist(key) if hasattr(data, "getlist") else data.get(key, [])
            for key in (f"{name}_ticket", f"{name}_remove", f"{name}_left_out")
        )
        pairs = [text.partition(" ")[::2] for text in left_out[:MOST_TOLD]]
        return SentFiles(name, uploads, _uuids(tickets), _uuids(removed), pairs)

    def value_omitted_from_data(self, data, files, name):
        return False  # a form without files has nothing of them in it

    def id_for_label(self, id_):
        return id_


class FilesField(forms.Field):
    """Takes up to three files; its value is a list of `Attachment` rows without a message.

    Files that pass are kept at once, so that they are not asked for again when the form has other mistakes:
    the form then carries their tickets. Whoever keeps the message claims them (`forms.files.claim`).
    """

    widget = FilesWidget
    default_error_messages = {
        "required": _("Choose at least one file."),
        "too_many": _("“%(name)s” was left out: a message holds %(files)d files. Send the rest in a second message."),
        "too_much": _(
            "“%(name)s” was left out: together the files are larger than 20 MB. Send it in a second message."
        ),
        "gone": _("A file you chose before was kept for %(hours)d hours and is gone. Choose it again."),
    }

    def __init__(self, **options):
        super().__init__(**options)
        self.help_text = self.help_text or _(
            "Up to 3 files: PDF, JPEG, PNG or HEIC, each up to 7 MB, together up to 20 MB."
        )

    def clean(self, value):
        """Return the attachments; raises `ValidationError` with a sentence for each file that was not kept."""
        value = value or SentFiles("")
        patience = Patience(scanner.SECONDS_WHILE_VISITOR_WAITS)
        attachments, errors = self._carried_over(value)
        errors += _left_out(value.left_out)
        self.widget.kept = attachments
        for upload in value.uploads:
            try:
                self._raise_if_no_room(upload, attachments)
                attachments.append(_keep(upload, value.key, patience))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        if self.required and not attachments:
            raise ValidationError(self.error_messages["required"], code="required")
        return attachments

    def has_changed(self, initial, data):
        return bool(data and (data.uploads or data.tickets))

    def _carried_over(self, value):
        """Return the files of the tickets, and an error if one is gone; delete those that are to be taken away."""
        mine = Attachment.objects.filter(field_key=value.key)
        kept.unclaimed().filter(pk__in=mine.filter(ticket__in=value.removed)).delete()
        wanted = set(value.tickets) - set(value.removed)
        kept.unclaimed().filter(ticket__in=wanted).update(created_at=timezone.now())  # somebody is still writing
        found = list(mine.filter(ticket__in=wanted, created_at__gt=kept.oldest_unclaimed())) if wanted else []
        if len(found) == len(wanted):
            return found, []
        gone = ValidationError(self.error_messages["gone"], code="gone", params={"hours": HOURS_UNCLAIMED})
        return found, [gone]

    def _raise_if_no_room(self, upload, attachments):
        if upload.size > FILE_BYTES:
            raise refusal("too_big", upload.name)
        if len(attachments) >= FILES:
            word, values = "too_many", {"files": FILES}
        elif not getattr(upload, "is_whole", True) or _bytes(attachments) + upload.size > REQUEST_BYTES:
            word, values = "too_much", {}
        else:
            return
        raise ValidationError(self.error_messages[word], code=word, params={"name": upload.name, **values})


def _keep(upload, key, patience):
    content = upload.read()
    checked = check(upload.name, content)
    verdict = patience.scan(content)
    if verdict is Attachment.Verdict.INFECTED:
        raise refusal("infected", upload.name)
    try:
        return kept.keep(checked, key, verdict)
    except DatabaseError:
        raise
    except Exception as error:  # a disk and a bucket fail in different ways, and neither may lose the message
        logger.exception("A file could not be written to the private storage")
        raise refusal("not_kept", upload.name) from error


def _left_out(pairs):
    """The errors of files that the script did not send: whoever misses one is told before the message goes without."""
    sentences = _refusals_of_script()
    return [
        ValidationError(sentences[word], code=word, params={"name": clean_name(name) or "?"})
        for word, name in pairs
        if word in sentences
    ]


def _bytes(attachments):
    return sum(attachment.size for attachment in attachments)


def _refusals_of_script():
    """Why the script leaves a file out: the server's own sentences, each with `%(name)s` in it."""
    left_out = FilesField.default_error_messages
    return {
        "kind": REFUSALS["kind"],
        "empty": REFUSALS["empty"],
        "too-big": REFUSALS["too_big"],
        "too-many": left_out["too_many"] % {"name": "%(name)s", "files": FILES},
        "too-much": left_out["too_much"],
    }


def _texts_for_script():
    """The sentences that the script says before anything is sent."""
    return _refusals_of_script() | WORDS_OF_THE_SCRIPT


def _uuids(texts):
    found = []
    for text in texts:
        try:
            found.append(UUID(str(text)))
        except ValueError:
            continue
    return found
