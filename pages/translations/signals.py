"""Connect the receivers of this package. `PagesConfig.ready` calls `connect`."""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from pages.translations.follow import follow_published_page, follow_saved_row
from pages.translations.guard import install, keep_as_draft, mark_row_by_hand
from pages.translations.placement import move_translations
from pages.translations.state import shared_row_models
from pages.translations.withdraw import (
    change_groups,
    delete_translated_rows,
    delete_translations,
    free_translations,
    restrict_translations,
    unpublish_pages_without_row,
    unpublish_translations,
)


def connect() -> None:
    """Let wagtail-localize write through this package, and connect the receivers."""
    install()
    pre_save.connect(keep_as_draft)
    page_published.connect(follow_published_page)
    page_unpublished.connect(unpublish_translations)
    post_page_move.connect(move_translations)
    pre_delete.connect(delete_translations, sender=Page)
    for model in shared_row_models():
        pre_save.connect(mark_row_by_hand, sender=model)
        post_save.connect(follow_saved_row, sender=model)
        pre_delete.connect(unpublish_pages_without_row, sender=model)
        post_delete.connect(delete_translated_rows, sender=model)
    post_save.connect(restrict_translations, sender=PageViewRestriction)
    post_delete.connect(free_translations, sender=PageViewRestriction)
    m2m_changed.connect(change_groups, sender=PageViewRestriction.groups.through)
