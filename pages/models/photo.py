"""The mixin for pages that show one photo beside their title."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel

from pages.photos import Photo, Shape


class PhotoMixin(models.Model):
    """Stores a photo of what the page is about, with its description."""

    photo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The building as patients see it when they arrive. It takes the place of the drawing."),
    )
    photo_alt = models.CharField(
        _("description of the photo"),
        max_length=160,
        blank=True,
        help_text=_("For patients who cannot see it, for example “A brick building with a ramp to the door”."),
    )

    photo_panels = [MultiFieldPanel(["photo", "photo_alt"], _("Photo"))]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raise `ValidationError` for a photo without a description."""
        super().clean()
        if self.photo_id and not self.photo_alt.strip():
            raise ValidationError({"photo_alt": _("Describe the photo for patients who cannot see it.")})

    @property
    def photo_shown(self) -> Photo | None:
        """The photo as the page shows it: a wide part of it."""
        return Photo(self.photo, Shape.WIDE.value) if self.photo else None

    @property
    def photos(self) -> list[Photo]:
        """The images of the page, with the photo."""
        others = super().photos  # type: ignore[misc]  # the page, after this mixin
        return [self.photo_shown, *others] if self.photo_shown else others
