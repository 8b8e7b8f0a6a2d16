"""The form of the page editor, which does not refuse the dates of a schedule that has run."""

from typing import Any

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm

from pages.scheduling import SCHEDULE, has_run, was_unpublished_at


class ScheduledPageForm(WagtailAdminPageForm):
    """A form that is opened without the dates of schedules that have run.

    Such dates come from a restored revision, or from an editor that was open while the page expired. Wagtail refuses to
    save an expiry date that is not in the future.
    """

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        for name in SCHEDULE if instance else ():
            if has_run(instance, name):
                setattr(instance, name, None)
        super().__init__(*args, instance=instance, **kwargs)

    def clean(self) -> Any:
        """Return the values, without an expiry date at which the page was unpublished."""
        date = self.cleaned_data.get("expire_at")
        if date and date <= timezone.now() and self.instance.pk and was_unpublished_at(self.instance, date):
            self.cleaned_data["expire_at"] = None
        return super().clean()
