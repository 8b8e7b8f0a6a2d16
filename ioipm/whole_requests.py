"""Refuse a request whose body did not arrive completely or cannot be read, before any view sees it.

Servers and proxies differ: some drop such a request, others pass on the part that arrived. Django's parser accepts a
body that ends early. So the body is parsed here, and the bytes read are compared with the bytes announced.
"""

import codecs
from collections.abc import Callable
from io import BytesIO, IOBase
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext_lazy as _

from forms.inbox.files.uploads import is_chunked
from ioipm.returned_text import typed_text

METHODS_WITHOUT_BODY = ("GET", "HEAD", "OPTIONS", "TRACE")
MULTIPART, URLENCODED = "multipart/form-data", "application/x-www-form-urlencoded"
# Python's names of the encodings that browsers and mail programs use for forms. Other names, such as `hex` and `utf-7`,
# are encodings too, but no text is sent in them.
ENCODINGS = ("utf-8", "ascii", "iso8859-1", "cp1252")
MAXIMUM_CHUNKED_BYTES = 32 * 1024 * 1024  # browsers announce a length, so a chunked body is rare
READ_BYTES = 64 * 1024

CUT_OFF = _("Only a part of what you sent arrived, so nothing was saved. Please send it again.")
UNREADABLE = _("We could not read what your browser sent, so nothing was saved. Please send it again.")
TOO_MANY_FIELDS = _("The form had more fields or files than we can read, so nothing was saved. Please send it again.")


def set_content_type(request: HttpRequest, meta: dict[str, Any]) -> None:
    """Set the content type of a new request, its parameters, and its encoding, if that is a common one.

    Remember another encoding in `refused_encoding`. Replaces a method of Django, which raises an error for some types
    and encodings while it makes the request, before any middleware runs: the server would answer 500.
    """
    try:
        request.content_type, request.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
    except ValueError:
        request.content_type, request.content_params = "", {}
    encoding = request.content_params.get("charset")
    try:
        name = codecs.lookup(encoding).name if encoding else None
    except LookupError:
        name = None  # Python does not know it: as in Django, the request is read as UTF-8
    except ValueError:
        name = "invalid"
    if encoding and name in ENCODINGS:
        request.encoding = encoding
    elif name:
        request.refused_encoding = encoding  # type: ignore[attr-defined]


HttpRequest._set_content_type_params = set_content_type  # type: ignore[attr-defined]  # private in Django


class WholeRequestMiddleware:
    """Parse the body of each request, and answer 400 with the typed text if it is not whole or cannot be read.

    It must run after the upload handlers are set, and before any code that reads `request.POST`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in METHODS_WITHOUT_BODY:
            return self.get_response(request)
        try:
            problem = _read(request) or (UNREADABLE if hasattr(request, "refused_encoding") else None)
        except RequestDataTooBig:
            return refuse_large(request)
        return refuse(request, problem) if problem else self.get_response(request)


def refuse(request: HttpRequest, problem: Any) -> HttpResponse:
    """Return 400 with the phone number, the sentence and the text that was typed, as far as it arrived."""
    return render(request, "not_saved.html", {"problem": problem, "typed_text": typed_text(request)}, status=400)


def refuse_large(request: HttpRequest) -> HttpResponse:
    """Return 413 with the phone number and the text that was typed, as far as it was read."""
    return render(request, "413.html", {"typed_text": typed_text(request)}, status=413)


def _read(request: HttpRequest) -> Any:
    """Parse the body and return a sentence about what is wrong with it, or None.

    Raises `RequestDataTooBig` if there is more text than Django reads.
    """
    stream = _measured_stream(request)
    try:
        if request.method == "POST" and request.content_type in (MULTIPART, URLENCODED):
            request.POST  # noqa: B018 Django parses the body when this is read first
        else:
            request.body  # noqa: B018
    except (TooManyFieldsSent, TooManyFilesSent):
        return TOO_MANY_FIELDS
    except (BadRequest, MultiPartParserError, UnicodeError, UnreadablePostError):
        return CUT_OFF if stream.is_cut_off() else UNREADABLE
    return CUT_OFF if stream.is_cut_off() else None


def _measured_stream(request: HttpRequest) -> "MeasuredStream":
    """Replace the stream of the request's body by one that counts, and return it."""
    boundary = (request.content_params or {}).get("boundary", "") if request.content_type == MULTIPART else ""
    if is_chunked(request):
        stream = _read_chunked(request, boundary)
    else:
        announced = _announced_bytes(request)
        request.META["CONTENT_LENGTH"] = str(announced)  # Django raises ValueError if it is no number
        stream = MeasuredStream(request._stream, announced, boundary)
    request._stream = stream  # type: ignore[assignment]  # `read` is enough
    return stream


def _announced_bytes(request: HttpRequest) -> int:
    try:
        return max(int(request.META.get("CONTENT_LENGTH") or 0), 0)
    except ValueError:
        return 0


def _read_chunked(request: HttpRequest, boundary: str) -> "MeasuredStream":
    """Return a stream with the whole chunked body, which Django itself would take for empty.

    Not every server reports that the last chunk is missing. Only a multipart body has an end of its own, so another
    chunked body counts as cut off.
    """
    source = MeasuredStream(request.META["wsgi.input"], MAXIMUM_CHUNKED_BYTES, "")
    body = source.read(MAXIMUM_CHUNKED_BYTES)
    if len(body) == MAXIMUM_CHUNKED_BYTES:
        raise RequestDataTooBig("A chunked body is too large.")
    is_whole = bool(boundary) and not source.has_failed
    request.META["CONTENT_LENGTH"] = str(len(body))
    return MeasuredStream(BytesIO(body), len(body) if is_whole else len(body) + 1, boundary)


class MeasuredStream(IOBase):
    """Count the bytes of a request's body, and notice the last boundary of a multipart body (RFC 2046, section 5.1.1).

    An error of the server while reading ends the body, because each server raises its own.
    """

    def __init__(self, source: Any, announced: int, boundary: str) -> None:
        self.has_failed = False
        self._source, self._announced, self._read_bytes = source, announced, 0
        self._last_boundary = f"\r\n--{boundary}--".encode("latin-1", "replace")
        self._is_last_boundary_seen, self._tail = not boundary, b"\r\n"

    def read(self, size: int = -1, /) -> bytes:
        size = self._announced - self._read_bytes if size is None or size < 0 else size
        parts = []
        while size > 0 and (part := self._read_some(min(size, READ_BYTES))):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def is_cut_off(self) -> bool:
        """Read the rest of the body; return whether it ended early."""
        while self._read_some(READ_BYTES):
            pass
        return self.has_failed or self._read_bytes < self._announced or not self._is_last_boundary_seen

    def _read_some(self, size: int) -> bytes:
        if self.has_failed or self._read_bytes >= self._announced:
            return b""
        try:
            part = self._source.read(min(size, self._announced - self._read_bytes))
        except Exception:
            self.has_failed = True
            return b""
        self._read_bytes += len(part)
        if not self._is_last_boundary_seen:
            self._is_last_boundary_seen = self._last_boundary in self._tail + part
            self._tail = (self._tail + part)[1 - len(self._last_boundary) :]
        return part
