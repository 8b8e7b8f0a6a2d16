"""The list of mails."""

import django_filters
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic.base import BaseListingView

from forms.outbox.admin.permissions import MailsViewMixin
from forms.outbox.models import Mail
from forms.sealing.encryption import CannotOpenError


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
