"""Replace two parts of Wagtail's redirects that it offers no setting for. Checked with Wagtail 7.4.4."""

import logging

from wagtail.contrib.redirects import signal_handlers, views
from wagtail.contrib.redirects.models import Redirect

from pages.redirects_admin import CheckedRedirectForm

logger = logging.getLogger(__name__)


class FittingRedirectCreator(signal_handlers.BatchRedirectCreator):
    """Creates redirects for a page that has moved, without those whose old address is longer than the column.

    PostgreSQL would raise `DataError` while the page is published.
    """

    def pre_process(self) -> None:
        """Leave out redirects that do not fit, and log how many."""
        longest = Redirect._meta.get_field("old_path").max_length
        fitting = [item for item in self.items if len(item.old_path) <= longest]
        if len(fitting) < len(self.items):
            logger.warning("%d old addresses are too long for a redirect", len(self.items) - len(fitting))
        self.items[:] = fitting
        super().pre_process()


def replace_parts() -> None:
    """Check each row of an imported file with our form, and leave out redirects that are too long."""
    views.RedirectForm = CheckedRedirectForm  # `create_redirects_from_dataset` finds its form by this name
    signal_handlers.BatchRedirectCreator = FittingRedirectCreator
