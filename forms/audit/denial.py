"""Deny access to an admin view, and log it."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.functional import Promise

from forms.audit.log import log_denial


class DenyAndLogMixin:
    """Answer 403 with the sentence `denial` to users without the permission, and log the denial.

    Wagtail would turn a `PermissionDenied` into a redirect, which looks like success to a program.
    """

    denial: str | Promise = ""
    # The model whose rows the view shows or changes. The URL's `pk` names a row of it.
    guarded: type[Model]

    def is_allowed(self, user: AbstractBaseUser | AnonymousUser) -> bool:
        """Return whether the user may use the view."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_allowed(request.user):
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a method of View
        log_denial(self.guarded, request.user, kwargs.get("pk"))
        return TemplateResponse(request, "forms/denied.html", {"denial": self.denial}, status=403)
