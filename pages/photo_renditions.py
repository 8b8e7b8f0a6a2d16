"""Create the renditions of images before readers need them: when a page is published, and by a job of the worker.

A page view only reads renditions, because creating one takes seconds and much memory.
"""

from collections.abc import Iterable, Iterator

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, SourceImageIOError
from wagtail.models import Page, ReferenceIndex
from wagtail.query import PageQuerySet

from pages.photos import Photo


def create_for_published_page(sender: type[Model], instance: Page, **kwargs: object) -> None:
    """Create the renditions of the page's photos after the transaction. Receives `page_published`."""
    photos = getattr(instance, "photos", [])
    if photos:
        transaction.on_commit(lambda: create(photos), robust=True)


def create_for_saved_image(sender: type[Model], instance: AbstractImage, created: bool, **kwargs: object) -> None:
    """Create the renditions of a changed image in use: it may have another focal point. Receives `post_save`."""
    if not created:
        transaction.on_commit(lambda: create(_photos_of(_pages_with(instance), instance.pk)), robust=True)


def create_missing() -> None:
    """Create the renditions that live pages lack, for example after a restored backup. A job of the worker."""
    create(_photos_of(_pages_with()))


def create(photos: Iterable[Photo]) -> None:
    """Create the missing renditions of the photos. Skips images whose file is missing."""
    for photo in photos:
        try:
            photo.create_renditions()
        except SourceImageIOError:
            continue


def _photos_of(pages: PageQuerySet, image_key: int | None = None) -> Iterator[Photo]:
    for page in pages.specific().iterator():
        yield from (one for one in getattr(page, "photos", []) if image_key in (None, one.image.pk))


def _pages_with(image: AbstractImage | None = None) -> PageQuerySet:
    """Return the live pages that refer to the image, or to any image."""
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(get_image_model()),
    )
    if image:
        references = references.filter(to_object_id=str(image.pk))
    keys = [int(key) for key in references.values_list("object_id", flat=True).distinct()]
    return Page.objects.live().filter(pk__in=keys)
