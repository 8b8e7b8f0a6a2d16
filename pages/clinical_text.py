"""The words of a page that a clinician answers for, and the fingerprint that shows whether they have changed."""

import json
from hashlib import sha256

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.rich_text import get_text_for_indexing

PICTURES = ("captioned_image",)


def fingerprint(model, names, content):
    """Return a SHA-256 (64 hexadecimal digits) of the words in the fields `names` of a page of type `model`.

    `content` has each field's value as a revision stores it. Two pages that read the same have the same
    fingerprint, however their words are marked up, spaced and stored; pictures and their captions do not count.
    """
    said = {name: list(_words_of_field(model._meta.get_field(name), content.get(name))) for name in names}
    said = {name: words for name, words in said.items() if words}
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def fingerprint_of_page(page, names):
    """Return the fingerprint of the page as it is in memory. Costs no query."""
    return fingerprint(type(page), names, {name: page._meta.get_field(name).value_to_string(page) for name in names})


def _words_of_field(field, value):
    if isinstance(field, StreamField):
        return _words(field.stream_block, json.loads(value or "[]"))
    return _plain(value or "")


def _words(block, data):
    """Everything the stored value of a block says, in the order in which it is read."""
    if data is None:
        return
    if isinstance(block, blocks.StreamBlock):
        for child in data:
            if child["type"] in block.child_blocks and child["type"] not in PICTURES:
                yield child["type"]
                yield from _words(block.child_blocks[child["type"]], child["value"])
    elif isinstance(block, blocks.ListBlock):
        for item in data:
            yield from _words(block.child_block, item["value"] if item.get("type") == "item" else item)
    elif isinstance(block, blocks.StructBlock):
        for name, child_block in block.child_blocks.items():
            yield from _words(child_block, data.get(name))
    elif isinstance(block, blocks.RichTextBlock):
        yield from _plain(get_text_for_indexing(data))
    else:
        yield from _plain(str(data))


def _plain(text):
    """The text with single spaces; nothing where there is none."""
    words = " ".join(text.split())
    return [words] if words else []
