"""When the worker last did what it is there for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """Remembers of one job of `forms.jobs` when it was begun, when it last succeeded, and how it last failed."""

    job = models.CharField(_("job"), max_length=60, primary_key=True)
    started_at = models.DateTimeField(_("begun"), null=True)
    succeeded_at = models.DateTimeField(_("succeeded"), null=True)
    failed_at = models.DateTimeField(_("failed"), null=True)
    # The type alone: the text of an error may hold what somebody typed.
    failure = models.CharField(_("kind of error"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")
        default_permissions = ()

    def __str__(self):
        return self.job

    @property
    def is_failing(self):
        """Whether the last run that came to an end failed."""
        return bool(self.failed_at and (not self.succeeded_at or self.failed_at > self.succeeded_at))
