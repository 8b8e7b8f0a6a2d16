"""What the admin does in its own way for our pages."""

from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from pages.placement import explain_wrong_destination

hooks.register("before_move_page", explain_wrong_destination)


@hooks.register("after_publish_page")
def tell_that_the_review_has_lapsed(request, page):
    """Say it to whoever has just published the change."""
    if getattr(page, "is_review_lapsed", False):
        messages.warning(
            request,
            _(
                "The medical text of “%(page)s” has changed since it was reviewed: patients no longer see the review. "
                "Ask a clinician to read the page, then set the date of the new review."
            )
            % {"page": page.get_admin_display_title()},
        )
