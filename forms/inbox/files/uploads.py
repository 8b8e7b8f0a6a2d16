"""Read uploads of public forms with limits: text is always read, and files that are too large are dropped.

Files stay in memory until they are encrypted, at most 20 MB of them. No unencrypted file is written to a disk.
"""

import html
from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, QueryDict, multipartparser
from django.http.multipartparser import MultiPartParser
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from forms.inbox.files.limits import MAXIMUM_BODY_BYTES, MAXIMUM_FILE_BYTES, MAXIMUM_TOTAL_BYTES

# Bytes of the headers of one file. With Django's 1,024, a long file name in Japanese makes the whole form unreadable.
multipartparser.MAX_TOTAL_HEADER_SIZE = 16 * 1024  # type: ignore[attr-defined]


class BoundedUploadsMiddleware:
    """Set the upload handler with our limits for public forms, and answer 413 to requests that are far too large.

    It must run before any code that reads `request.POST`, and after the language is activated. The Wagtail admin keeps
    Django's upload handlers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _content_length(request) > MAXIMUM_BODY_BYTES:
            return render(request, "413.html", status=413)
        if request.method != "POST" or request.path.startswith(reverse("wagtailadmin_home")):
            return self.get_response(request)
        request.upload_handlers = [BoundedUploadHandler(request)]
        return self.get_response(request)


class ReceivedFile(UploadedFile):
    """An uploaded file in memory. If `is_whole` is False, it was too large: its size is known, its content is not."""

    def __init__(self, name: str | None, content: bytes | None, size: int) -> None:
        super().__init__(BytesIO(content or b""), name, size=size)
        self.is_whole = content is not None


class BoundedUploadHandler(FileUploadHandler):
    """Drop the content of a file when it exceeds a limit, and continue to read the rest of the request.

    Django's `SkipFile` would do this too, but then the form could not say which file was too large.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.parser: _Parser | None = None
        self.kept_bytes = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 Django's name
        content_length: int,
        boundary: bytes,
        encoding: str | None = None,
    ) -> Any:
        if self.parser:
            return None
        self.parser = _Parser(META, input_data, [self], encoding)
        return self.parser.parse()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.chunks: list[bytes] | None = []
        self.file_bytes = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.file_bytes += len(raw_data)
        if self.chunks is None:
            return
        self.chunks.append(raw_data)
        self.kept_bytes += len(raw_data)
        if self.file_bytes > MAXIMUM_FILE_BYTES or self.kept_bytes > MAXIMUM_TOTAL_BYTES:
            self.kept_bytes -= self.file_bytes
            self.chunks = None

    def file_complete(self, file_size: int) -> ReceivedFile:
        content = None if self.chunks is None else b"".join(self.chunks)
        return ReceivedFile(self.file_name, content, self.file_bytes)


class _Parser(MultiPartParser):
    """Django's parser, but it keeps all characters of a file's name, because some are a reason to refuse the file."""

    def sanitize_file_name(self, file_name: str) -> str | None:
        return super().sanitize_file_name(file_name) and html.unescape(file_name)


def partly_parsed(request: HttpRequest) -> QueryDict | None:
    """Return the fields that were read before a multipart body turned out to be invalid; None without any."""
    handlers = request.upload_handlers
    parser = handlers[0].parser if handlers and isinstance(handlers[0], BoundedUploadHandler) else None
    return getattr(parser, "_post", None)


def is_chunked(request: HttpRequest) -> bool:
    """Return whether the body has no announced length. Browsers do not send forms like this, some proxies do."""
    return "HTTP_TRANSFER_ENCODING" in request.META


def _content_length(request: HttpRequest) -> int:
    """Return the announced length in bytes, or 0 if there is none."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
