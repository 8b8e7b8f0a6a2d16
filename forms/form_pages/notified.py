"""Tell the editor who has published a form that nobody is notified of its messages."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from forms.form_pages.models import FormPage


def warn_about_form_that_notifies_nobody(request: HttpRequest, page: Page) -> None:
    """Show a warning if the published page is a form that notifies nobody (hook `after_publish_page`)."""
    if isinstance(page, FormPage) and page.live and not page.notified.strip():
        messages.warning(
            request,
            _(
                "The form “%(page)s” notifies nobody by mail of a new message. Add an address under “What happens to "
                "messages”, or make sure that the front desk opens the list of messages often."
            )
            % {"page": page.get_admin_display_title()},
        )
