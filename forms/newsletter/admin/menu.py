"""The way to the newsletter's addresses."""

from wagtail.admin.menu import MenuItem

from forms.newsletter.admin.permissions import may


class NewsletterMenuItem(MenuItem):
    """The way to the list, for whoever may see it."""

    def is_shown(self, request):
        return may(request.user, "view")
