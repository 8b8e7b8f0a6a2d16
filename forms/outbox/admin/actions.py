"""The views that send a mail again and that delete a mail that failed."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.log_actions import log

from forms.outbox.admin.listing import topic
from forms.outbox.admin.log_actions import DELETE, SEND_AGAIN
from forms.outbox.admin.permissions import MailsViewMixin
from forms.outbox.delivery import send_again
from forms.outbox.models import Mail


class SendAgainView(MailsViewMixin, View):
    """Make a mail due now, so that the worker sends it at its next run."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return 405: a GET request must not change anything."""
        return HttpResponseNotAllowed(["POST"])

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the mail due, show the result to the user and redirect to the list."""
        mail = get_object_or_404(Mail.objects.select_related("message"), pk=pk)
        if send_again(mail):
            log(mail, SEND_AGAIN, user=request.user)
            messages.success(request, _("The mail is sent within the next minute."))
        else:
            messages.warning(request, _("The mail has been sent, or is being sent just now."))
        return redirect("mails:list")


class DeleteMailView(MailsViewMixin, View):
    """Delete a failed mail after a confirmation. A mail that may still be sent is never deleted here."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the page that asks the user to confirm."""
        mail = get_object_or_404(Mail.objects.select_related("message"), pk=pk)
        if mail.state != Mail.State.FAILED:
            return self._refuse()
        context = {
            "mail": mail,
            "topic": topic(mail) or mail,
            "header_title": _("Delete mail"),
            "header_icon": "bin",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": reverse("mails:list"), "label": _("Mails")},
                {"url": "", "label": _("Delete")},
            ],
        }
        return TemplateResponse(request, "forms/outbox/delete.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete the mail and redirect to the list."""
        get_object_or_404(Mail.objects.only("pk"), pk=pk)
        if not delete_failed(pk, request.user):
            return self._refuse()
        messages.success(request, _("The mail is deleted."))
        return redirect("mails:list")

    def _refuse(self) -> HttpResponse:
        messages.warning(self.request, _("Nothing was deleted: only a mail that failed for good can be deleted."))
        return redirect("mails:list")


@transaction.atomic
def delete_failed(pk: int, user: AbstractBaseUser | AnonymousUser) -> bool:
    """Delete the mail if it failed for good, log the deletion, and return whether the mail was deleted."""
    # The row is locked. A concurrent “send again” either waits and then finds no row, or was first and the mail stays.
    mail = Mail.objects.select_for_update().filter(pk=pk, state=Mail.State.FAILED).first()
    if mail:
        log(mail, DELETE, user=user, deleted=True)
        mail.delete()
    return bool(mail)
