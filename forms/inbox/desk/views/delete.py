"""Delete a message permanently, after a confirmation."""

from typing import cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from forms.inbox.desk import actions
from forms.inbox.desk.permissions import DeskViewMixin
from forms.inbox.models import Message


class DeleteView(DeskViewMixin, View):
    """Ask for confirmation, then delete the message with its answers, notes and files."""

    permission = "delete"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the page that asks for confirmation."""
        message = self._message(pk)
        context = {
            "message": message,
            "header_title": _("Delete message %(reference)s") % {"reference": message.reference},
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": reverse("desk:list"), "label": _("Messages")},
                {"url": "", "label": _("Delete %(reference)s") % {"reference": message.reference}},
            ],
            "header_icon": "bin",
        }
        return TemplateResponse(request, "forms/desk/delete.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete the message and redirect to the list. A message on hold is not deleted."""
        message = self._message(pk)
        try:
            actions.delete(message, cast(AbstractBaseUser, request.user))
        except actions.StaleError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("desk:delete", args=[pk]))
        messages.success(request, _("Message %(reference)s is deleted.") % {"reference": message.reference})
        return HttpResponseRedirect(reverse("desk:list"))

    @staticmethod
    def _message(pk: int) -> Message:
        return get_object_or_404(Message.objects.defer("sealed", "words"), pk=pk)
