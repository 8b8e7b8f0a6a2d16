"""What can be done with a mail: send it again, or delete one that failed."""

from django.db import transaction
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.log_actions import log

from forms.outbox.admin.listing import about
from forms.outbox.admin.log_actions import DELETE, SEND_AGAIN
from forms.outbox.admin.permissions import MailsViewMixin
from forms.outbox.delivery import send_again
from forms.outbox.models import Mail


class SendAgainView(MailsViewMixin, View):
    """Puts a mail at the front of what is sent next."""

    def get(self, request, pk):
        """Refuse: looking at an address changes nothing."""
        return HttpResponseNotAllowed(["POST"])

    def post(self, request, pk):
        """Queue the mail again and say so."""
        mail = get_object_or_404(Mail.objects.select_related("message"), pk=pk)
        if send_again(mail):
            log(mail, SEND_AGAIN, user=request.user)
            messages.success(request, _("The mail is sent within the next minute."))
        else:
            messages.warning(request, _("The mail has been sent, or is being sent just now."))
        return redirect("mails:list")


class DeleteMailView(MailsViewMixin, View):
    """Asks, then deletes a mail that failed for good. One that may still go out is never deleted here."""

    def get(self, request, pk):
        """Ask."""
        mail = get_object_or_404(Mail.objects.select_related("message"), pk=pk)
        if mail.state != Mail.State.FAILED:
            return self._refuse()
        context = {
            "mail": mail,
            "about": about(mail) or mail,
            "header_title": _("Delete mail"),
            "header_icon": "bin",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": reverse("mails:list"), "label": _("Mails")},
                {"url": "", "label": _("Delete")},
            ],
        }
        return TemplateResponse(request, "forms/outbox/delete.html", context)

    def post(self, request, pk):
        """Delete and lead to the list."""
        get_object_or_404(Mail.objects.only("pk"), pk=pk)
        if not delete_failed(pk, request.user):
            return self._refuse()
        messages.success(request, _("The mail is deleted."))
        return redirect("mails:list")

    def _refuse(self):
        messages.warning(self.request, _("Nothing was deleted: only a mail that failed for good can be."))
        return redirect("mails:list")


@transaction.atomic
def delete_failed(pk, user):
    """Delete the mail, if it failed for good, and log it. Return whether it did."""
    # Locked: “send again” at the same moment waits, and finds nothing, or comes first, and the mail stays.
    mail = Mail.objects.select_for_update().filter(pk=pk, state=Mail.State.FAILED).first()
    if mail:
        log(mail, DELETE, user=user, deleted=True)
        mail.delete()
    return bool(mail)
