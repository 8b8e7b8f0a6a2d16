"""The view that deletes a subscriber."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic

from forms.newsletter.admin.permissions import NewsletterViewMixin, has_permission


class DeleteSubscriberView(NewsletterViewMixin, generic.DeleteView):
    """Delete a subscriber after a confirmation. The log entry does not contain the e-mail address."""

    permission = "delete"
    delete_url_name = "subscribers:delete"
    page_title = _("Delete address")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        try:
            super().setup(request, *args, **kwargs)
        except Http404:
            # A user without the permission gets 403 from `dispatch`, whether or not the subscriber exists.
            if has_permission(request.user, self.permission):
                raise

    def get_page_subtitle(self) -> str:
        return ""  # the confirmation message shows the address, and has room for a long one

    @property
    def confirmation_message(self) -> str:
        """Return the question that the user confirms."""
        return gettext(
            "Delete %(email)s for good? If this person has unsubscribed, the site no longer knows that: "
            "delete the address from the program that sends the newsletter too."
        ) % {"email": self.object.email}

    def get_success_message(self) -> str:
        return gettext("The address was deleted.")
