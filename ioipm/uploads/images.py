"""The form for images: photos are scaled down and lose their metadata, and titles are not names of files."""

from pathlib import PurePath
from typing import Any

import willow
from django.core.exceptions import ValidationError
from django.forms import FileField
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import ImageFileExtensionValidator, WagtailImageField
from wagtail.images.forms import BaseImageForm

from forms.inbox.files.checks import ACCEPTED, read
from pages.alt_text import is_file_name

# Pixels of the longer side of a stored image. Pages show at most half of it.
MAXIMUM_EDGE = 3200

# The endings of the stored files, by the name that Willow gives to a format. HEIC becomes JPEG.
ENDINGS = {"jpeg": ".jpg", "png": ".png", "heic": ".jpg", "webp": ".webp", "avif": ".avif"}

REFUSALS = {
    "too_many_pixels": _("This image has more than 50 megapixels. Upload a smaller copy of it."),
    "damaged": _(
        "This image cannot be opened. It may be damaged. Save it again as JPEG or PNG, then upload that file."
    ),
}
TOO_LARGE = _("This image is too large to open safely. Save a smaller copy as JPEG, and upload that.")


class ImageUploadField(WagtailImageField):
    """A file with an image, which a separate process redraws: upright, not too large, and without metadata.

    Wagtail's field decodes the image in the process of the site before it compares the number of pixels with the limit.
    """

    def to_python(self, data: Any) -> Any:
        """Return the file with its new content. Raise `ValidationError` if it cannot be opened safely.

        The file is changed in place, because Wagtail's view for several uploads stores the same object when another
        field is refused.
        """
        file: Any = FileField.to_python(self, data)
        if file is None:
            return None
        ImageFileExtensionValidator(file)
        self.check_image_file_size(file)
        file.seek(0)
        try:
            kind = willow.Image.open(file).format_name  # reads the first bytes only
        except Exception as error:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error
        if kind not in ENDINGS:
            raise ValidationError(self.error_messages["invalid_image_extension"], code="invalid_image_extension")
        file.seek(0)
        code, redrawn = read(kind, file.read(), MAXIMUM_EDGE)
        if code != ACCEPTED:
            raise ValidationError(REFUSALS.get(code, TOO_LARGE), code=code or "too_large")
        _replace_content(file, redrawn)
        file.name = str(PurePath(file.name).with_suffix(ENDINGS[kind]))
        file.image = willow.Image.open(file)  # part of the interface of Wagtail's field
        file.content_type = file.image.mime_type
        file.seek(0)
        return file


def _replace_content(file: Any, content: bytes) -> None:
    """Write the content into an uploaded file, which is in memory or in a temporary file."""
    file.file.seek(0)
    file.file.truncate()
    file.file.write(content)
    file.file.flush()
    file.seek(0)
    file.size = len(content)


class ImageForm(BaseImageForm):
    """Wagtail's form, with a check of the file's content and of the title."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            file = self.fields["file"]
            self.fields["file"] = ImageUploadField(label=file.label, widget=file.widget)
        self.fields["title"].help_text = _("A few words that say what the image shows. Staff find it by them.")
        self.fields["description"].help_text = _(
            "For readers who cannot see the image. It is suggested as alt text where the image is used. If it is "
            "empty, the title is suggested."
        )

    def clean_title(self) -> str:
        """Return the title. Raise `ValidationError` for the name of a file: titles are suggested as alt text."""
        return self._refuse_file_name("title")

    def clean_description(self) -> str:
        """Return the description. Raise `ValidationError` for the name of a file."""
        return self._refuse_file_name("description")

    def _refuse_file_name(self, field: str) -> str:
        text = self.cleaned_data[field]
        if is_file_name(text, getattr(self.files.get(self.add_prefix("file")) or self.instance.file, "name", "") or ""):
            raise ValidationError(_("This is the name of a file. Write what the image shows."))
        return text
