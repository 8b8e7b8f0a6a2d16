"""Mails in the admin: the list, “send again”, and the lines on the dashboard."""

import django_filters
from django.db.models import Count, Q
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse
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


class MailFilterSet(WagtailFilterSet):
    """Narrows the list by state and kind."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=Mail.State.choices, empty_label=_("All"))
    kind = django_filters.ChoiceFilter(label=_("What"), choices=Mail.Kind.choices, empty_label=_("All"))

    class Meta:
        model = Mail
        fields = []


class SendAgainColumn(Column):
    """A button, where pressing it does something."""

    cell_template_name = "forms/outbox/send_again_cell.html"


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
        DateColumn("next_try_at", label=_("Next try"), sort_key="next_try_at"),
        DateColumn("created_at", label=_("Written"), sort_key="created_at"),
        SendAgainColumn("send_again", label=_("Send again")),
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
