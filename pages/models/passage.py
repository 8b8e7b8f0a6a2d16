"""Short texts that several pages share, such as the one about blood thinners."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import TranslatableMixin

from pages.blocks.base import TEXT_FEATURES


class Passage(TranslatableMixin, models.Model):
    """A short text that reads the same on every page that includes it."""

    key = models.SlugField(_("key"), max_length=60, help_text=_("The passage's name in content files."))
    name = models.CharField(_("name"), max_length=80, help_text=_("The heading above the text on the page."))
    text = RichTextField(_("text"), features=TEXT_FEATURES, help_text=_("40 to 80 words."))
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page with the whole story"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
