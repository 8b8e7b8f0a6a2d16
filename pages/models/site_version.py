"""The version of the published site."""

from django.db import models


class SiteVersion(models.Model):
    """One row with a number that grows with each change that a public page may show; see `pages.site_version`."""

    number = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)
