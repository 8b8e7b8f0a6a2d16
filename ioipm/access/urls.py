"""URLs of the second factor and of the session, below those of the admin; Wagtail's test of an error 500 is off."""

from django.http import Http404
from django.urls import path
from django.views import defaults
from wagtail.admin.auth import require_admin_access

from ioipm.access.session import session_left, session_stay
from ioipm.access.views import CodeView, SetUpView

urlpatterns = [
    path("failwhale/", defaults.page_not_found, {"exception": Http404()}),
    path("second-factor/", require_admin_access(CodeView.as_view()), name="second_factor"),
    path("second-factor/set-up/", require_admin_access(SetUpView.as_view()), name="second_factor_set_up"),
    path("session/", require_admin_access(session_left), name="session_left"),
    path("session/stay/", require_admin_access(session_stay), name="session_stay"),
]
