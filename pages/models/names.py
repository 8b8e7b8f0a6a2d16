"""The mixin for pages whose subject has several names."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NamesMixin(models.Model):
    """Stores the everyday name of a condition or treatment, and the other names that patients use for it."""

    plain_name = models.CharField(
        _("everyday name"),
        max_length=60,
        blank=True,
        help_text=_(
            "What patients call it, such as “Sciatica”. Shown below the title and in the menu. Only where it means "
            "exactly the same as the title."
        ),
    )
    name_in_headings = models.CharField(
        _("name in headings"),
        max_length=60,
        blank=True,
        help_text=_(
            "The name in the middle of a heading, such as “sciatica” in “Causes of sciatica”, or “an epidural "
            "injection” in “What is an epidural injection?”. Left empty: the title."
        ),
    )
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
        """The other names, without empty lines; the everyday name is the first."""
        names = [self.plain_name, *self.other_names.splitlines()]
        return list({name.strip().casefold(): name.strip() for name in reversed(names) if name.strip()}.values())[::-1]

    @property
    def also_called(self) -> list[str]:
        """The other names without the everyday name, which the page shows below its title."""
        return self.other_names_list[1:] if self.plain_name.strip() else self.other_names_list

    @property
    def name_in_heading(self) -> str:
        """The page's name in the headings of its sections."""
        return self.name_in_headings or self.title  # type: ignore[attr-defined]  # a field of Page, which has no types
