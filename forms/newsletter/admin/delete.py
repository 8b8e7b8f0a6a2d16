"""Deleting one of the newsletter's addresses."""

from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic

from forms.newsletter.admin.permissions import NewsletterViewMixin, may


class DeleteSubscriberView(NewsletterViewMixin, generic.DeleteView):
    """Deletes an address for good. The log keeps that one was deleted, not which."""

    permission = "delete"
    delete_url_name = "subscribers:delete"
    page_title = _("Delete address")

    def setup(self, request, *args, **kwargs):
        try:
            super().setup(request, *args, **kwargs)
        except Http404:
            # Whoever may not look is told so first, whether the address is there or not.
            if may(request.user, self.permission):
                raise

    def get_page_subtitle(self):
        return ""  # the question below names the address, and has room for a long one

    @property
    def confirmation_message(self):
        """What is about to happen."""
        return gettext(
            "Delete %(email)s for good? Whoever unsubscribed is then no longer known as such: "
            "delete the address from the program that sends the newsletter too."
        ) % {"email": self.object.email}

    def get_success_message(self):
        return gettext("The address was deleted.")
