"""Find pictures of README.md and `docs/` that no longer show the current site.

`make pictures` writes a digest for each picture into `docs/pictures/sources.json`: of the templates, style sheets and
content files that `SOURCES` names for it, and, for a block, of its preview in the editor. A test computes the digests
again and names the pictures whose digest differs. Comments and white space do not count. Code, the layout around the
page (header, footer, the styles of the admin) and shared styles other than the colors are left out on purpose: they
change often and seldom change the part of a picture that a reader of the guides needs.
"""

import json
import re
from hashlib import sha256

from ioipm.settings.environment import BASE_DIR
from pages.blocks import ConditionBodyBlock, TreatmentBodyBlock

FOLDER = BASE_DIR / "docs" / "pictures"
MANIFEST = FOLDER / "sources.json"

CSS = "static/css/components"
FORM = [f"templates/forms/{name}.html" for name in ("form", "field", "files", "label", "hint_and_error", "form_page")]
FORM += [f"{CSS}/form.css", f"{CSS}/form-choices.css", "home/content/*/contact-us.yaml"]
SOURCES = {
    "mid-back-pain": [
        "home/content/**/mid-back-pain.yaml",
        f"{CSS}/page-head.css",
        "templates/includes/page_head.html",
    ],
    "form": [*FORM, "templates/forms/emergency_and_privacy_notice.html"],
    "form-mistakes": [*FORM, "templates/forms/error_summary.html", f"{CSS}/error-summary.css"],
    "form-thanks": ["templates/forms/thank_you.html"],
    "form-editor": [],
    "dashboard": ["templates/pages/admin/waiting_panel.html", "templates/ioipm/*panel.html"],
    "desk-list": ["templates/forms/desk/list*.html", "templates/forms/desk/*_cell.html", "static/css/desk.css"],
    "desk-message": ["templates/forms/desk/message*.html", "static/css/desk.css"],
    "mails": ["templates/forms/outbox/actions_cell.html"],
    "newsletter": ["templates/forms/newsletter/admin/*.html"],
    "sign-off-warning": ["templates/ioipm/idle.html", "static/css/idle.css"],
}
COLORS = "static/css/tokens.css"
COMMENT = re.compile(r"/\*.*?\*/|\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def blocks() -> dict:
    """Return the blocks of the guide for editors by the names of their pictures."""
    found = {**ConditionBodyBlock().child_blocks, **TreatmentBodyBlock().child_blocks}
    return {f"blocks/{name.replace('_', '-')}": block for name, block in found.items()}


def current_digests() -> dict[str, str]:
    """Return for each picture 16 hexadecimal digits that change when the files it depends on change."""
    digests = {name: _digest([COLORS, *patterns]) for name, patterns in SOURCES.items()}
    for name, block in blocks().items():
        key = name.removeprefix("blocks/")
        patterns = [COLORS, f"templates/blocks/{key.replace('-', '_')}.html", f"{CSS}/{key}.css"]
        preview = UUID.sub("", json.dumps(block.get_prep_value(block.get_preview_value()), default=str))
        digests[name] = _digest(patterns, preview)
    return digests


def stale_pictures() -> list[str]:
    """Return the names of the pictures whose digest differs from the one in the manifest."""
    taken = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return [name for name, digest in current_digests().items() if taken.get(name) != digest]


def note_picture(name: str) -> None:
    """Write the current digest of a new picture into the manifest."""
    taken = json.loads(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.exists() else {}
    current = current_digests()
    digests = {one: digest for one, digest in taken.items() if one in current}
    digests[name] = current[name]
    MANIFEST.write_text(json.dumps(digests, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _digest(patterns: list[str], content: str = "") -> str:
    files = {file for pattern in patterns for file in BASE_DIR.glob(pattern)}
    texts = [COMMENT.sub("", file.read_text(encoding="utf-8")) for file in files]
    parts = sorted(" ".join(text.split()) for text in [content, *texts])  # a renamed file changes no picture
    return sha256("\n".join(parts).encode()).hexdigest()[:16]
