"""The other names a condition or treatment goes by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OtherNamesMixin(models.Model):
    """Holds the medical, plain and short names under which patients look for a page."""

    other_names = models.TextField(
        _("other names"),
        blank=True,
        help_text=_("Medical, plain and short names that patients may look for, one on each line: “slipped disc”."),
    )

    class Meta:
        abstract = True

    @property
    def other_names_list(self):
        """The names, one by one."""
        return [name.strip() for name in self.other_names.splitlines() if name.strip()]
