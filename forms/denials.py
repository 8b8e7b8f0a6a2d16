"""The answer to whoever opens a page of the admin that is not theirs."""

from django.template.response import TemplateResponse


class DenyingMixin:
    """Answers 403, with the sentence `denial`, to whoever a view is not for.

    Wagtail would make a redirect of a `PermissionDenied`, which reads like an answer.
    """

    denial = ""

    def is_for(self, user):
        """Tell whether the view is for this user."""
        raise NotImplementedError

    def dispatch(self, request, *args, **kwargs):
        if self.is_for(request.user):
            return super().dispatch(request, *args, **kwargs)
        self.note_denial(request.user, kwargs)
        return TemplateResponse(request, "forms/denied.html", {"denial": self.denial}, status=403)

    def note_denial(self, user, arguments):
        """Keep in mind that the user asked for what the address names; nothing, unless a view has reason to."""
