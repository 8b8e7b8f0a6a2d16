from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_delete
from wagtail.signals import page_published, page_unpublished


class FormsConfig(AppConfig):
    name = "forms"
    label = "site_forms"  # the label “forms” belongs to django.forms
    verbose_name = "Messages"

    # Parameters of an address that change what a public page shows. The page cache ignores all others.
    query_parameters = ["sent"]

    # The jobs that the worker runs regularly. `function` is a dotted path, `consequence` says what is wrong while the
    # job does not run. A job may run twice at once or be killed at any point.
    jobs = [
        {
            "name": "scan files",
            "interval": timedelta(minutes=2),
            "function": "forms.inbox.files.scanner.scan_waiting",
            "consequence": "Files that patients send are not checked for viruses, and nobody can open them.",
        },
        {
            "name": "discard files without a message",
            "interval": timedelta(hours=1),
            "function": "forms.inbox.files.store.discard_unclaimed",
            "consequence": "Files of people who never sent their message are kept.",
        },
        {
            "name": "send mails",
            "interval": timedelta(seconds=20),
            "function": "forms.outbox.delivery.send_due",
            "consequence": (
                "No mail is sent: nobody is notified of new messages, patients get no confirmation, and no password "
                "can be reset."
            ),
        },
        {
            "name": "delete sent mails",
            "interval": timedelta(days=1),
            "function": "forms.outbox.delivery.delete_old",
            "consequence": "Addresses of patients are kept for longer than a week.",
        },
        {
            "name": "delete old messages",
            "interval": timedelta(days=1),
            "function": "forms.inbox.retention.purge",
            "consequence": "Messages are kept for longer than patients were told.",
        },
    ]

    def ready(self) -> None:
        from forms.form_pages.publishing import record_closed, record_published
        from forms.inbox.locations import rename_location
        from forms.spam import recaptcha  # noqa: F401 (registers its system check)
        from pages.models import LocationPage

        form_page = self.get_model("FormPage")
        page_published.connect(record_published, sender=form_page)
        page_unpublished.connect(record_closed, sender=form_page)
        post_delete.connect(record_closed, sender=form_page)
        page_published.connect(rename_location, sender=LocationPage)
