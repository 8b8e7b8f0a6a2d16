"""Images on pages: the text for readers who cannot see them, and how much of them is shown."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import AbstractImage

from pages.alt_text import is_file_name
from pages.photos import Photo, Shape

GENERAL = _("General")


class DescribedImageBlock(ImageBlock):
    """An image with a text for readers who cannot see it, unless it is decorative. The name of a file is no such text.

    Migrations name Wagtail's class, because `ImageBlock` tells them so.
    """

    def clean(self, value: AbstractImage | None) -> AbstractImage | None:
        """Return the valid image. Raise `StructBlockValidationError` if its text is missing or the name of a file."""
        image = super().clean(value)
        if image and not image.decorative and is_file_name(image.contextual_alt_text or "", image.file.name):
            message = _("This is the name of a file. Write what the image shows, or mark it as decorative.")
            raise blocks.StructBlockValidationError(block_errors={"alt_text": ValidationError(message)})
        return image


class ShapeChoiceBlock(blocks.ChoiceBlock):
    """The choice of how much of an image is shown."""

    choices = Shape.choices


class CaptionedImageValue(blocks.StructValue):
    """The content of an image section."""

    @property
    def photo(self) -> Photo | None:
        """The image in its shape."""
        return Photo(self["image"], self["shape"] or Shape.WHOLE.value) if self["image"] else None

    @property
    def alt_text(self) -> str:
        """The text for readers who cannot see the image; "" if it is decorative or has only the name of a file."""
        text = self["image"].contextual_alt_text or ""
        return "" if is_file_name(text, self["image"].file.name) else text


class CaptionedImageBlock(blocks.StructBlock):
    """An image with a caption."""

    image = DescribedImageBlock(label=_("Image"))
    shape = ShapeChoiceBlock(
        label=_("What is shown"),
        default=Shape.WHOLE.value,
        help_text=_("The focal point of an image is set under “Images” in the menu. Show drawings and diagrams whole."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, default="", max_length=200)

    class Meta:
        icon = "image"
        label = _("Image")
        group = GENERAL
        description = _("An image with a caption. Describe what it shows, or mark it as decorative.")
        value_class = CaptionedImageValue
        template = "blocks/captioned_image.html"
        preview_template = "blocks/previews/captioned_image.html"
        preview_value = {"image": None, "shape": Shape.WHOLE.value, "caption": "The way to the entrance"}
