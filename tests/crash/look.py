"""What is there after the crashes, in a process of its own that reads database and private storage."""

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

MOST_DIFFERENCE = 3  # of 255: a JPEG is drawn again


def problems(patients):
    """Yield a sentence for everything that is not as it was promised to these patients."""
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
        yield f"DOUBLE {patient['id']} is there {len(found)} times"
    if len(set(patient["thanks"])) > 1:
        yield f"DOUBLE {patient['id']} was thanked with {sorted(set(patient['thanks']))}"
    if not set(patient["thanks"]) <= {one.reference for one in found}:
        yield f"LOST {patient['id']} was thanked with {patient['thanks'][0]} and is not there under it"


def _difference(message, patient):
    """Say what of the patient's message is not there; "" where it is whole."""
    answers = {one["key"]: one["value"] for one in message.answers}
    if answers["name"] != patient["name"] or answers["email"] != patient["email"]:
        return "an answer is another"
    if Mail.objects.filter(message=message, kind=Mail.Kind.NOTICE).count() != 1:
        return "the front desk is not told once"
    kept = {one.name: open_content(one) for one in message.attachments.all()}
    sent = {name: b64decode(content) for name, content in patient["files"]}
    if kept.keys() != sent.keys() or len(message.attachments.all()) != len(sent):
        return f"{len(sent)} files were sent, {len(message.attachments.all())} are there"
    for name, content in kept.items():
        # What is kept of a picture is what our own reader makes of it; a PDF is kept as it came.
        if content != (sent[name] if name.endswith(".pdf") else check(name, sent[name]).content):
            return "the bytes of a file are others"
        if name.endswith(".jpg") and not _is_same_picture(content, sent[name]):
            return "a picture is another, or has its EXIF data still"
    return ""


def _is_same_picture(kept, sent):
    kept, sent = opened(kept), opened(sent)
    extremes = ImageChops.difference(kept.convert("RGB"), sent.convert("RGB")).getextrema()
    return kept.size == sent.size and not kept.getexif() and max(most for _least, most in extremes) <= MOST_DIFFERENCE


def look(patients):
    """Return what there is, in figures and in problems."""
    folders = storage().listdir("")[0] if storage().exists("") else []
    stored = {f"{folder}/{name}" for folder in folders for name in storage().listdir(folder)[1]}
    known = set(Attachment.objects.values_list("stored_as", flat=True))
    strangers = [f"ORPHAN {name}" for name in stored - known]
    unclaimed = Attachment.objects.filter(message=None).count()
    found = [*problems(patients), *strangers]
    report = StringIO()
    try:
        call_command("check_files", stdout=report)
    except CommandError:
        found.append(f"check_files: {report.getvalue()}")
    return {"messages": Message.objects.count(), "files": len(stored), "unclaimed": unclaimed, "problems": found}


if __name__ == "__main__":
    json.dump(look(json.load(sys.stdin)), sys.stdout)
