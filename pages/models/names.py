"""The mixin for pages with other names."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OtherNamesMixin(models.Model):
    """Stores the medical, plain and short names that patients use for a condition or treatment."""

    other_names = models.TextField(
        _("other names"),
        blank=True,
        help_text=_(
            "Medical, plain and short names that patients may search for, one per line, such as “slipped disc”."
        ),
    )

    class Meta:
        abstract = True

    @property
    def other_names_list(self) -> list[str]:
        """The names, without empty lines."""
        return [name.strip() for name in self.other_names.splitlines() if name.strip()]
