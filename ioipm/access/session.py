"""Views that an open page of the admin calls: how many seconds its session has left, and extend it."""

from django.contrib.sessions.models import Session
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST


@require_GET
def session_left(request: HttpRequest) -> JsonResponse:
    """Return how many seconds the session has left. The request does not extend it."""
    session = Session.objects.filter(session_key=request.session.session_key).only("expire_date").first()
    return _session_response(request, (session.expire_date - timezone.now()).total_seconds() if session else 0)


@require_POST
def session_stay(request: HttpRequest) -> JsonResponse:
    """Return how many seconds a session lasts. The request itself extends it (`IdleLogOffMiddleware`)."""
    return _session_response(request, request.session.get_expiry_age())


def _session_response(request: HttpRequest, seconds: float) -> JsonResponse:
    """Return the seconds, the user, and the CSRF token of that user's forms.

    On a shared computer another user may have signed in since the page was opened.
    """
    return JsonResponse({"seconds": seconds, "user": str(request.user.pk), "token": get_token(request)})
