"""Return with an error page the text that the visitor typed, so that nobody must write it twice."""

from urllib.parse import parse_qsl

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError

from forms.inbox.files.uploads import partly_parsed
from forms.spam import honeypot, recaptcha
from ioipm.csrf import is_same_origin
from ioipm.paths import is_admin

MAXIMUM_TEXTS = 50
NOT_TYPED = ("csrfmiddlewaretoken", "sent_from", "form_key", honeypot.FIELD, recaptcha.FIELD)
NOT_TYPED_ENDINGS = ("_ticket", "_remove", "_left_out")  # of the fields that a field for files adds


def typed_text(request: HttpRequest) -> list[str]:
    """Return the texts of a public form in their order, as far as they arrived; [] for a form of another site.

    Reads nothing from the database. Forms of the admin are left out, because they hold passwords and markup. In a form
    of another site nobody typed anything, and its text would be shown below our name.
    """
    if request.method != "POST" or is_admin(request) or not is_same_origin(request):
        return []
    texts = [
        text
        for name, values in _fields(request).lists()
        if name not in NOT_TYPED and not name.endswith(NOT_TYPED_ENDINGS) and "password" not in name
        for text in values
        if text.strip()
    ]
    return texts[:MAXIMUM_TEXTS]


def _fields(request: HttpRequest) -> QueryDict:
    """Return the fields of the form; if it cannot be parsed completely, those that could be read."""
    try:
        if request.POST:
            return request.POST
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnicodeError, OSError):
        pass
    if fields := partly_parsed(request):
        return fields
    body = getattr(request, "_body", b"")
    fields = QueryDict(mutable=True)
    start = b"&".join(body.split(b"&", MAXIMUM_TEXTS)[:MAXIMUM_TEXTS]).decode(errors="replace")
    for name, value in parse_qsl(start):
        fields.appendlist(name, value)
    return fields
