"""Check database and private storage after the crashes, in a separate process; print a report as JSON."""

import json
import sys
from base64 import b64decode
from io import StringIO

from django.core.management import CommandError, call_command
from PIL import ImageChops

from forms.inbox.files import open_content
from forms.inbox.files.checks import check
from forms.inbox.files.store import storage
from forms.models import Attachment, Mail, Message
from tests.files import opened

MOST_DIFFERENCE = 3  # of 255: a JPEG is compressed again


def problems(patients):
    """Yield a sentence for each message of these patients that is lost, saved twice or incomplete."""
    by_id = {}
    for message in Message.objects.prefetch_related("attachments"):
        text = next(one["value"] for one in message.answers if one["key"] == "message")
        by_id.setdefault(text.rpartition("(")[2].rstrip(")."), []).append(message)
    for patient in patients:
        found = by_id.get(patient["id"], [])
        yield from _doubled_or_lost(patient, found)
        for message in found:
            if difference := _difference(message, patient):
                yield f"NOT WHOLE {patient['id']}: {difference}"


def _doubled_or_lost(patient, found):
    if len(found) > 1:
        yield f"DOUBLE {patient['id']} is saved {len(found)} times"
    if len(set(patient["thanks"])) > 1:
        yield f"DOUBLE {patient['id']} was thanked with {sorted(set(patient['thanks']))}"
    if not set(patient["thanks"]) <= {one.reference for one in found}:
        yield f"LOST {patient['id']} was thanked with {patient['thanks'][0]} and is not saved with it"


def _difference(message, patient):
    """Return the first difference between the saved message and the sent one, or "" if there is none."""
    answers = {one["key"]: one["value"] for one in message.answers}
    if answers["name"] != patient["name"] or answers["email"] != patient["email"]:
        return "an answer differs"
    if Mail.objects.filter(message=message, kind=Mail.Kind.NOTICE).count() != 1:
        return "the front desk does not get exactly one mail"
    stored = {one.name: open_content(one) for one in message.attachments.all()}
    sent = {name: b64decode(content) for name, content in patient["files"]}
    if stored.keys() != sent.keys() or len(message.attachments.all()) != len(sent):
        return f"{len(sent)} files were sent, {len(message.attachments.all())} are saved"
    for name, content in stored.items():
        # A picture is stored as `check` returns it, without metadata; a PDF is stored unchanged.
        if content != (sent[name] if name.endswith(".pdf") else check(name, sent[name]).content):
            return "the bytes of a file differ"
        if name.endswith(".jpg") and not _is_same_picture(content, sent[name]):
            return "a picture differs, or still has EXIF data"
    return ""


def _is_same_picture(stored, sent):
    stored, sent = opened(stored), opened(sent)
    extremes = ImageChops.difference(stored.convert("RGB"), sent.convert("RGB")).getextrema()
    return (
        stored.size == sent.size and not stored.getexif() and max(most for _least, most in extremes) <= MOST_DIFFERENCE
    )


def report_on(patients):
    """Return the numbers of messages and files, and a list of problems."""
    folders = storage().listdir("")[0] if storage().exists("") else []
    stored = {f"{folder}/{name}" for folder in folders for name in storage().listdir(folder)[1]}
    known = set(Attachment.objects.values_list("stored_as", flat=True))
    unknown_files = [f"ORPHAN {name}" for name in stored - known]
    unclaimed = Attachment.objects.filter(message=None).count()
    found = [*problems(patients), *unknown_files]
    output = StringIO()
    try:
        call_command("check_files", stdout=output)
    except CommandError:
        found.append(f"check_files: {output.getvalue()}")
    return {"messages": Message.objects.count(), "files": len(stored), "unclaimed": unclaimed, "problems": found}


if __name__ == "__main__":
    json.dump(report_on(json.load(sys.stdin)), sys.stdout)
