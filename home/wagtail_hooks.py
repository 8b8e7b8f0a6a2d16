"""What the admin does in its own way for the home page."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from home.models import HomePage


@hooks.register("before_delete_page")
def keep_the_main_location(request, page):
    """Refuse to delete the page whose name, phone and hours stand on every page, or one above it."""
    below = page.get_descendants(inclusive=True).values("pk")
    if not HomePage.objects.filter(main_location__in=below).exists():
        return None
    messages.error(
        request,
        _(
            "“%(page)s” is or holds the main location, whose name, phone and hours stand on every page. "
            "Choose another main location on the home page first."
        )
        % {"page": page.get_admin_display_title()},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)
