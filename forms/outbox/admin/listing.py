"""The list of mails that wait, failed, or were sent in the last week."""

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic.base import BaseListingView

from forms.outbox.admin.permissions import MailsViewMixin
from forms.outbox.models import Mail
from forms.sealing.encryption import CannotOpenError


def topic(mail: Mail) -> str:
    """Return the reference of the mail's message, or the mail's subject, or "" if no key can decrypt the mail."""
    if mail.message:
        return mail.message.reference
    try:
        return mail.content["subject"]
    except CannotOpenError:
        return ""


def format_next_try(mail: Mail) -> str:
    """Return the date and time of the next try. Wagtail's date column would show “Just now” for a future time."""
    return date_format(timezone.localtime(mail.next_try_at), "MOMENT_FORMAT") if mail.next_try_at else ""


class MailFilterSet(WagtailFilterSet):
    """Filter the list by state and kind."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=Mail.State.choices, empty_label=_("All"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Mail.Kind.choices, empty_label=_("All"))

    class Meta:
        model = Mail
        fields = []


class ActionsColumn(Column):
    """The buttons “Send again” and “Delete”, if the mail's state allows it."""

    cell_template_name = "forms/outbox/actions_cell.html"


class MailsView(MailsViewMixin, BaseListingView):
    """List all mails, the newest first."""

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
        Column("kind", label=_("Kind"), accessor="get_kind_display"),
        Column("topic", label=_("About"), accessor=topic),
        Column("to", label=_("To"), accessor="masked_recipient"),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor="get_state_display",
            primary=lambda mail: mail.state == Mail.State.FAILED,
        ),
        Column("failure", label=_("Reason"), accessor="failure_description"),
        Column("tries", label=_("Tries"), sort_key="tries"),
        Column("next_try_at", label=_("Next try"), accessor=format_next_try, sort_key="next_try_at"),
        DateColumn("created_at", label=_("Created"), sort_key="created_at"),
        ActionsColumn("actions", label=_("Actions")),
    ]

    def get_base_queryset(self) -> QuerySet[Mail]:
        return Mail.objects.select_related("message")
