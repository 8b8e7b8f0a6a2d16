"""What an open page of the admin asks about its session: how long it still lives, and that it live on."""

from django.contrib.sessions.models import Session
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST


@require_GET
def session_left(request):
    """Say how many seconds are left. Asking is not work: it prolongs nothing."""
    session = Session.objects.filter(session_key=request.session.session_key).only("expire_date").first()
    return _said(request, (session.expire_date - timezone.now()).total_seconds() if session else 0)


@require_POST
def session_stay(request):
    """Say how many seconds there are from now on: the request itself is work."""
    return _said(request, request.session.get_expiry_age())


def _said(request, seconds):
    """With whose session it is, since at the front desk the next one may have signed in, and their token for forms."""
    return JsonResponse({"seconds": seconds, "user": str(request.user.pk), "token": get_token(request)})
