"""The way to the mails: the menu item, and the lines on the admin's first page."""

from django.db.models import Count, Q
from django.urls import reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from forms.outbox.admin.permissions import may_see_mails
from forms.outbox.models import Mail


class OutboxPanel(Component):
    """Show on the dashboard how many mails wait and how many failed. Empty if there are none."""

    name = "outbox"
    template_name = "forms/outbox/panel.html"
    order = 120

    def get_context_data(self, parent_context):
        states = Mail.State
        counts = Mail.objects.aggregate(
            waiting=Count("pk", filter=Q(state=states.WAITING)), failed=Count("pk", filter=Q(state=states.FAILED))
        )
        return {**counts, "address": reverse("mails:list")}


class MailsMenuItem(MenuItem):
    """The way to the list, for whoever may see it."""

    def is_shown(self, request):
        return may_see_mails(request.user)


def add_panel(request, panels):
    """Put the lines on the admin's first page of whoever may see mails."""
    if may_see_mails(request.user):
        panels.append(OutboxPanel())
