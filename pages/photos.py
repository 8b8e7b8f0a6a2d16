"""The sizes and formats in which pages show images. `pages.photo_renditions` creates them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, AbstractRendition, Filter

# Pixels. A column of text is 700 CSS pixels wide, and phones have up to three pixels for one CSS pixel.
WIDTHS = (400, 800, 1600)
PNG = ".png"  # drawings and screenshots, which JPEG would blur


class Shape(models.TextChoices):
    """How much of an image is shown."""

    WHOLE = "whole", _("The whole image")
    WIDE = "wide", _("A wide part of it (3:2), around the focal point")


HEIGHT_TO_WIDTH = {Shape.WIDE: 2 / 3}


@dataclass(frozen=True)
class Photo:
    """An image as a page shows it."""

    image: AbstractImage
    shape: str = Shape.WHOLE.value

    @property
    def shown_width(self) -> int:
        """The width in pixels of the part of the image that is shown."""
        ratio = HEIGHT_TO_WIDTH.get(Shape(self.shape))
        return min(self.image.width, int(self.image.height / ratio)) if ratio else self.image.width

    @property
    def fallback_format(self) -> str:
        """The format for browsers that do not know AVIF."""
        return "png" if PurePosixPath(self.image.file.name).suffix.lower() == PNG else "jpeg"

    def filters(self, image_format: str) -> list[Filter]:
        """Return the filters of Wagtail for each width, the smallest first. No image is enlarged."""
        widths = [width for width in WIDTHS if width <= self.shown_width] or [self.shown_width]
        ratio = HEIGHT_TO_WIDTH.get(Shape(self.shape))
        sizes = [f"fill-{width}x{round(width * ratio)}" if ratio else f"width-{width}" for width in widths]
        return [Filter(f"{size}|format-{image_format}") for size in sizes]

    def create_renditions(self) -> None:
        """Create the renditions that are missing, one after the other, because each needs much memory."""
        existing = _by_filter(self.image.renditions.all())
        for image_format in ("avif", self.fallback_format):
            for one in self.filters(image_format):
                if (one.spec, one.get_cache_key(self.image)) not in existing:
                    self.image.get_rendition(one)


@dataclass(frozen=True)
class Sources:
    """What the elements `picture` and `img` of a photo need: values for `srcset`, and the image for old browsers."""

    avif: str
    fallback: str
    image: AbstractRendition


def sources(photo: Photo, renditions: Iterable[AbstractRendition]) -> Sources | None:
    """Return the sources of the photo among the renditions of its image; None if there are no renditions.

    A rendition of another shape is better than no image. It is used until the worker has created the right ones.
    """
    existing = _by_filter(renditions)

    def found(image_format: str) -> list[AbstractRendition]:
        keys = [(one.spec, one.get_cache_key(photo.image)) for one in photo.filters(image_format)]
        return [existing[key] for key in keys if key in existing]

    fallback = found(photo.fallback_format)
    if not fallback:
        other = sorted(existing.values(), key=lambda rendition: rendition.width)
        return Sources("", "", other[-1]) if other else None
    middle = fallback[len(fallback) // 2]
    return Sources(_srcset(found("avif")), _srcset(fallback), middle)


def renditions_by_image(photos: Iterable[Photo]) -> dict[int, list[AbstractRendition]]:
    """Return the existing renditions of the photos' images by the primary key of the image, with one query."""
    images = {photo.image.pk for photo in photos}
    found: dict[int, list[AbstractRendition]] = {pk: [] for pk in images}
    if images:
        for rendition in get_image_model().get_rendition_model().objects.filter(image__in=images):
            found[rendition.image_id].append(rendition)
    return found


def _by_filter(renditions: Iterable[AbstractRendition]) -> dict[tuple[str, str], AbstractRendition]:
    return {(rendition.filter_spec, rendition.focal_point_key): rendition for rendition in renditions}


def _srcset(renditions: list[AbstractRendition]) -> str:
    return ", ".join(f"{rendition.url} {rendition.width}w" for rendition in renditions)
