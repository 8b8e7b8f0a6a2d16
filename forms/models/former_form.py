"""What must be known of a form after staff deleted its page."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormerForm(models.Model):
    """How long the messages of a deleted form are kept: as long as its senders were told.

    `form_key` is the form in every language. Kept when the form's last page is deleted.
    """

    form_key = models.UUIDField(unique=True, editable=False)
    title = models.CharField(_("name"), max_length=255)
    retention_days = models.PositiveIntegerField(_("days messages are kept"))

    class Meta:
        verbose_name = _("deleted form")
        verbose_name_plural = _("deleted forms")

    def __str__(self):
        return self.title

    @classmethod
    def remember(cls, sender, instance, **kwargs):
        """Keep what is needed of a form page that has just been deleted (receiver of `post_delete`)."""
        values = {"title": instance.title, "retention_days": instance.retention_days}
        cls.objects.update_or_create(form_key=instance.translation_key, defaults=values)
