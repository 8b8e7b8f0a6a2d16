"""Create PDFs and pictures for tests, and send them through a form with a file field."""

from io import BytesIO

import pikepdf
import pillow_heif
from django import forms
from django.utils.datastructures import MultiValueDict
from PIL import Image

from forms.form_pages.files_field import FilesField
from forms.inbox.files.uploads import ReceivedFile

pillow_heif.register_heif_opener()


class MessageForm(forms.Form):
    """A contact form with only a text field and a file field."""

    text = forms.CharField()
    files = FilesField(required=False, label="Attachments")


def pdf(change=None, **options):
    """Return the content of a PDF with one page; `change` is called with the open document."""
    document, content = pikepdf.new(), BytesIO()
    document.add_blank_page()
    if change:
        change(document)
    document.save(content, **options)
    return content.getvalue()


def picture(kind="JPEG", size=(60, 40), image=None, **options):
    """Return the content of an image file: `image`, or a white picture whose upper left quarter is red."""
    if not image:
        image = Image.new("RGB", size, "white")
        image.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    content = BytesIO()
    image.save(content, "HEIF" if kind == "HEIC" else kind, **options)
    return content.getvalue()


def opened(content):
    """Return the decoded picture."""
    image = Image.open(BytesIO(content))
    image.load()
    return image


def upload(name, content):
    """Return a complete file as the upload handler passes it to the form."""
    return ReceivedFile(name, content, len(content))


def send(*files, text="It hurts.", tickets=(), remove=(), form=MessageForm):
    """Send the form with files, each a pair of name and content; store the valid files and return the form."""
    uploads = [upload(*file) if isinstance(file, tuple) else file for file in files]
    data = MultiValueDict({"text": [text], "files_ticket": list(tickets), "files_remove": list(remove)})
    sent = form(data, MultiValueDict({"files": uploads}))
    sent.is_valid()
    for name, field in sent.fields.items():
        if isinstance(field, FilesField):
            for error in field.store():
                sent.add_error(name, error)
    return sent


def multipart(*parts, boundary="A-boundary-of-the-test"):
    """Return body and content type of a request; parts are (name, text) or (name, file name, content)."""
    body = b""
    for name, *rest in parts:
        filename = f'; filename="{rest[0]}"' if len(rest) == 2 else ""
        content = rest[-1] if isinstance(rest[-1], bytes) else rest[-1].encode()
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{filename}\r\n'.encode()
        body += (b"Content-Type: application/octet-stream\r\n" if filename else b"") + b"\r\n" + content + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
