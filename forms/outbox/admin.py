"""Mails in the admin: the list, “send again”, deleting one that failed, and the lines on the dashboard."""

import django_filters
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.log_actions import log

from forms.denials import DenyingMixin
from forms.encryption import CannotOpenError
from forms.jobs import overdue_jobs
from forms.models.mail import Mail
from forms.outbox.delivery import send_again

DELETE = "site_forms.delete_mail"


def may_see_mails(user):
    """Tell whether the user may see mails: who works off messages may."""
    return user.has_perm("site_forms.change_message")


class MailsViewMixin(DenyingMixin):
    """Denies whoever may not see mails."""

    guarded = Mail
    denial = _("Mails are for those who work off messages. If you are one of them, ask whoever looks after users.")

    def is_for(self, user):
        return may_see_mails(user)


def about(mail):
    """What the mail is about: the reference of a message, else the mail's own subject."""
    if mail.message:
        return mail.message.reference
    try:
        return mail.content["subject"]
    except CannotOpenError:
        return ""


def next_try(mail):
    """When it is tried next, as Americans write it: of what is to come Wagtail's column says “Just now”."""
    return date_format(timezone.localtime(mail.next_try_at), "N j, Y, P") if mail.next_try_at else ""


class MailFilterSet(WagtailFilterSet):
    """Narrows the list by state and kind."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=Mail.State.choices, empty_label=_("All"))
    kind = django_filters.ChoiceFilter(label=_("What"), choices=Mail.Kind.choices, empty_label=_("All"))

    class Meta:
        model = Mail
        fields = []


class WhatToDoColumn(Column):
    """A button for each thing that can be done with the mail."""

    cell_template_name = "forms/outbox/what_to_do_cell.html"


class MailsView(MailsViewMixin, BaseListingView):
    """Lists what waits and what failed, and for a week what was sent."""

    model = Mail
    page_title = _("Mails")
    header_icon = "mail"
    verbose_name_plural = _("mails")
    template_name = "wagtailadmin/generic/listing.html"
    results_template_name = "wagtailadmin/generic/listing_results.html"
    index_url_name = "mails:list"
    index_results_url_name = "mails:list_results"
    filterset_class = MailFilterSet
    paginate_by = 50
    default_ordering = "-created_at"
    columns = [
        Column("kind", label=_("What"), accessor="get_kind_display"),
        Column("about", label=_("About"), accessor=about),
        Column("to", label=_("To"), accessor="masked_recipient"),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor="get_state_display",
            primary=lambda mail: mail.state == Mail.State.FAILED,
        ),
        Column("why", label=_("Why not yet"), accessor="why"),
        Column("tries", label=_("Tries"), sort_key="tries"),
        Column("next_try_at", label=_("Next try"), accessor=next_try, sort_key="next_try_at"),
        DateColumn("created_at", label=_("Written"), sort_key="created_at"),
        WhatToDoColumn("what_to_do", label=_("What to do")),
    ]

    def get_base_queryset(self):
        return Mail.objects.select_related("message")


class SendAgainView(MailsViewMixin, View):
    """Puts a mail at the front of what is sent next."""

    def get(self, request, pk):
        """Refuse: looking at an address changes nothing."""
        return HttpResponseNotAllowed(["POST"])

    def post(self, request, pk):
        """Queue the mail again and say so."""
        mail = get_object_or_404(Mail.objects.select_related("message"), pk=pk)
        if send_again(mail):
            log(mail, "site_forms.send_again", user=request.user)
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


class OutboxPanel(Component):
    """Says on the dashboard what waits, what failed, and what the worker leaves undone; nothing where all is well."""

    name = "outbox"
    template_name = "forms/outbox/panel.html"
    order = 120

    def get_context_data(self, parent_context):
        states = Mail.State
        counts = Mail.objects.aggregate(
            waiting=Count("pk", filter=Q(state=states.WAITING)), failed=Count("pk", filter=Q(state=states.FAILED))
        )
        return {**counts, "troubles": overdue_jobs(), "address": reverse("mails:list")}


class MailsMenuItem(MenuItem):
    """The way to the list, for whoever may see it."""

    def is_shown(self, request):
        return may_see_mails(request.user)


@hooks.register("register_admin_urls")
def register_mails_urls():
    """The addresses below /admin/mails/."""
    views = [
        path("", MailsView.as_view(), name="list"),
        path("results/", MailsView.as_view(results_only=True), name="list_results"),
        path("<int:pk>/send-again/", SendAgainView.as_view(), name="send_again"),
        path("<int:pk>/delete/", DeleteMailView.as_view(), name="delete"),
    ]
    return [path("mails/", include((views, "mails")))]


@hooks.register("register_reports_menu_item")
def register_mails_menu_item():
    """The list in the menu."""
    return MailsMenuItem(_("Mails"), reverse("mails:list"), name="mails", icon_name="mail", order=110)


@hooks.register("construct_homepage_panels")
def add_outbox_panel(request, panels):
    """The lines on the dashboard, for whoever may see mails."""
    if may_see_mails(request.user):
        panels.append(OutboxPanel())


@hooks.register("register_log_actions")
def register_mail_actions(actions):
    """What is logged of mails."""
    actions.register_action("site_forms.send_again", _("Send mail again"), _("Had the mail sent again"))
    actions.register_action(DELETE, _("Delete mail"), _("Deleted it, which could not be sent"))
