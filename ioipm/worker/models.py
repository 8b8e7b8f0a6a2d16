"""The record of when each job last ran."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """When a job was last started, when it last succeeded, and when and how it last failed."""

    job = models.CharField(_("job"), max_length=60, primary_key=True)
    started_at = models.DateTimeField(_("started"), null=True)
    succeeded_at = models.DateTimeField(_("succeeded"), null=True)
    failed_at = models.DateTimeField(_("failed"), null=True)
    # Only the error's type: its text may contain what somebody typed.
    failure = models.CharField(_("type of error"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")
        default_permissions = ()

    def __str__(self) -> str:
        return self.job

    @property
    def is_failing(self) -> bool:
        """Return whether the last completed run failed."""
        return bool(self.failed_at and (not self.succeeded_at or self.failed_at > self.succeeded_at))
