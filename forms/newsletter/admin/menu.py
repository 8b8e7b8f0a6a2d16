"""The menu item for the list of subscribers."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from forms.newsletter.admin.permissions import has_permission


class NewsletterMenuItem(MenuItem):
    """Link to the list, shown to users who may view subscribers."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_permission(request.user, "view")
