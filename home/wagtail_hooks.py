"""Wagtail hooks about the home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from home.models import HomePage


@hooks.register("before_delete_page")
def keep_the_main_location(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete the main location, or a page above it; redirect to the page's editor with a message."""
    below = page.get_descendants(inclusive=True).values("pk")
    if not HomePage.objects.filter(main_location__in=below).exists():
        return None
    messages.error(
        request,
        _(
            "“%(page)s” is or contains the main location, whose phone, address and hours are shown on every page. "
            "Choose another main location on the home page first."
        )
        % {"page": page.get_admin_display_title()},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)
