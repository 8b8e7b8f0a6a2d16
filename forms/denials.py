"""The answer to whoever opens a page of the admin that is not theirs, and the line in the log that they asked."""

from django.conf import settings
from django.template.response import TemplateResponse
from django.utils import translation
from wagtail.log_actions import log

DENIED = "site_forms.denied"


def log_denial(model, user, pk=None):
    """Log that somebody asked for a row of the model, or for all of them, without being allowed to."""
    row = pk and model.objects.filter(pk=pk).first()
    if row:
        log(row, DENIED, user=user)
    else:
        log_about_all(model, DENIED, user)


def log_about_all(model, action, user, data=None):
    """Log what was done with all rows of a model, or with many: Wagtail logs nothing without an object."""
    with translation.override(settings.LANGUAGE_CODE):  # the same name for all who read the log
        title = f"All {model._meta.verbose_name_plural}"
    log(model(pk=0), action, user=user, title=title, data=data)


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
