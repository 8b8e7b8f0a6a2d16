"""Deny access to an admin view, and log it."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

from forms.audit.log import log_denial


class DenyAndLogMixin:
    """Answer 403 with the sentence `denial` to users without the permission, and log the denial.

    Wagtail would turn a `PermissionDenied` into a redirect, which looks like success to a program.
    """

    denial = ""
    # The model whose rows the view shows or changes. The URL's `pk` names a row of it.
    guarded: type[Model]

    def is_allowed(self, user: AbstractBaseUser) -> bool:
        """Return whether the user may use the view."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if self.is_allowed(request.user):
            return super().dispatch(request, *args, **kwargs)
        log_denial(self.guarded, request.user, kwargs.get("pk"))
        return TemplateResponse(request, "forms/denied.html", {"denial": self.denial}, status=403)
