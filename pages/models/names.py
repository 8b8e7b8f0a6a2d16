"""Pages with other names."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OtherNamesMixin(models.Model):
    """Adds the medical, plain and short names with which patients search for a page."""

    other_names = models.TextField(
        _("other names"),
        blank=True,
        help_text=_("Medical, plain and short names that patients may look for, one on each line: “slipped disc”."),
    )

    class Meta:
        abstract = True

    @property
    def other_names_list(self) -> list[str]:
        """The names as a list."""
        return [name.strip() for name in self.other_names.splitlines() if name.strip()]
