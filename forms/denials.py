"""The answer to whoever opens a page of the admin that is not theirs."""

from django.template.response import TemplateResponse

from forms.access_log import log_denial


class DenyingMixin:
    """Answers 403, with the sentence `denial`, to whoever a view is not for, and logs it.

    Wagtail would make a redirect of a `PermissionDenied`, which reads like an answer.
    """

    denial = ""
    # The model whose rows the view shows or changes; the address names one by `pk`.
    guarded = None

    def is_for(self, user):
        """Tell whether the view is for this user."""
        raise NotImplementedError

    def dispatch(self, request, *args, **kwargs):
        if self.is_for(request.user):
            return super().dispatch(request, *args, **kwargs)
        log_denial(self.guarded, request.user, kwargs.get("pk"))
        return TemplateResponse(request, "forms/denied.html", {"denial": self.denial}, status=403)
