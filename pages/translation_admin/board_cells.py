"""What the cells of the translation board say of a page that `board` has annotated."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pages.translation_admin.board import State


def describe_state(page: Any) -> str:
    """Return the state of a page of the board in words, with the number of missing texts."""
    label = str(State(page.state).label)
    if page.state not in (State.DRAFT, State.BEHIND):
        return label
    missing = ngettext("%(count)d text missing", "%(count)d texts missing", page.missing_texts)
    words = ngettext("%(count)d word", "%(count)d words", page.missing_words)
    numbers = [missing % {"count": page.missing_texts}, words % {"count": page.missing_words}]
    if not page.missing_texts:
        rows = ngettext(
            "%(count)d shared text not published", "%(count)d shared texts not published", page.missing_rows
        )
        numbers = [rows % {"count": page.missing_rows}]
    return f"{label}: {', '.join(numbers)}"


def out_of_step_since(page: Any) -> Any:
    """Return since when the English page and the public translation differ, or None if they do not."""
    if page.state in (State.IN_STEP, State.MISSING, State.WITHDRAWN):
        return None
    if not page.is_public:
        return page.submitted_at
    if changes := [moment for moment in (page.english_changed_at, page.rows_changed_at) if moment]:
        return min(changes)
    others = (page.english_read_at, page.text_changed_at, page.override_changed_at)
    return max((moment for moment in others if moment), default=None)


def describe_review(page: Any) -> str:
    """Return who reviewed the translation, and whether it has changed since."""
    if not page.reviewed_text:
        return ""
    if page.is_public and page.reviewed_text != page.published_text:
        return _("%(name)s, of an earlier text") % {"name": page.reviewer_name}
    return page.reviewer_name


def public_address(page: Any, code: str) -> str:
    """Return the path of the translation on the site, or "" if it is not public."""
    if not page.is_public or page.state == State.WITHDRAWN:
        return ""
    return f"/{code}/" + page.translated_path.lstrip("/").partition("/")[2]
