"""Takes what a visitor sends: text always, files as far as they are not too big.

Files stay in memory until they are sealed, at most 20 MB of them; none touches a disk as it came.
"""

import html
import math
from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParser
from django.shortcuts import render
from django.urls import reverse

from forms.inbox.files.limits import BODY_BYTES, FILE_BYTES, REQUEST_BYTES


class BoundedUploadsMiddleware:
    """Gives public forms an upload handler that knows our limits, and refuses what is beyond all measure.

    It must come before whatever reads the form, and after the language is known. The admin has handlers of its own.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "POST" or request.path.startswith(reverse("wagtailadmin_home")):
            return self.get_response(request)
        if _length(request) > BODY_BYTES:
            return render(request, "413.html", status=413)
        request.upload_handlers = [BoundedUploadHandler(request)]
        return self.get_response(request)


class ReceivedFile(UploadedFile):
    """A file in memory; where it `is_whole` is false it was too big, and only its size is known."""

    def __init__(self, name, content, size):
        super().__init__(BytesIO(content or b""), name, size=size)
        self.is_whole = content is not None


class BoundedUploadHandler(FileUploadHandler):
    """Lets go of a file as soon as it is too big, and reads on: the text behind it is kept.

    Django's `SkipFile` would do that too, but then the form could not say which file it was.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.is_parsing = False
        self.kept_bytes = 0

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803 Django's name
        if self.is_parsing:
            return None
        self.is_parsing = True
        return _Parser(META, input_data, [self], encoding).parse()

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.chunks: list[bytes] | None = []
        self.file_bytes = 0

    def receive_data_chunk(self, raw_data, start):
        self.file_bytes += len(raw_data)
        if self.chunks is None:
            return
        self.chunks.append(raw_data)
        self.kept_bytes += len(raw_data)
        if self.file_bytes > FILE_BYTES or self.kept_bytes > REQUEST_BYTES:
            self.kept_bytes -= self.file_bytes
            self.chunks = None

    def file_complete(self, file_size):
        content = None if self.chunks is None else b"".join(self.chunks)
        return ReceivedFile(self.file_name, content, self.file_bytes)


class _Parser(MultiPartParser):
    """Django's parser, which leaves in a file's name the signs that Django drops: they are a reason to refuse it."""

    def sanitize_file_name(self, file_name):
        return super().sanitize_file_name(file_name) and html.unescape(file_name)


def _length(request):
    """How many bytes are announced: without end where the body comes in chunks, which no browser does with a form."""
    if "HTTP_TRANSFER_ENCODING" in request.META:
        return math.inf
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
