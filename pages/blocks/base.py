"""Base classes of sections: a stream that allows some sections at most once, and sentences for mistakes."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.rich_text import RichText, get_text_for_indexing

from pages.blocks.rows import RowChooserBlock
from pages.contractions import contract

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class RequiredMessagesBlock(blocks.StructBlock):
    """A block with its own error messages for required fields that are empty.

    `required_messages` maps names of fields to the messages that replace “This field is required.”
    """

    required_messages: Mapping[str, str | Promise] = {}

    def clean(self, value: Any) -> blocks.StructValue:
        """Return the valid value. Raise `StructBlockValidationError` with the messages of `required_messages`."""
        try:
            return super().clean(value)
        except blocks.StructBlockValidationError as error:
            errors = {name: self._replace_message(name, child) for name, child in error.block_errors.items()}
            raise blocks.StructBlockValidationError(errors, error.non_block_errors) from error

    def _replace_message(self, name: str, error: ValidationError) -> ValidationError:
        is_missing = getattr(error, "code", None) == "required"
        return (
            ValidationError(str(self.required_messages[name]))
            if is_missing and name in self.required_messages
            else error
        )


class BodyBlock(blocks.StreamBlock):
    """A page's sections. The page may have each of those named in `at_most_once` once, or not at all."""

    at_most_once: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meta.block_counts = {name: {"max_num": 1} for name in self.at_most_once}

    def clean(self, value: Any) -> blocks.StreamValue:
        """Raise `StreamBlockValidationError` for a second section of a kind in `at_most_once`, at that section."""
        repeated = self._repeated(value)
        try:
            return super().clean(value)
        except blocks.StreamBlockValidationError as error:
            # Wagtail's own error about repeated sections does not say which section, or what to do.
            others = [] if repeated else error.non_block_errors
            raise blocks.StreamBlockValidationError({**error.block_errors, **repeated}, others) from error

    def _repeated(self, value: blocks.StreamValue) -> dict[int, ValidationError]:
        """Return an error for each repeated section, by its index in the stream."""
        seen: set[str] = set()
        errors: dict[int, ValidationError] = {}
        for index, child in enumerate(value):
            if child.block_type in self.at_most_once and child.block_type in seen:
                message = _(
                    "This page already has a section “%(section)s”. Move what you wrote here into the first one, "
                    "then delete this one."
                )
                error = ValidationError(message % {"section": capfirst(child.block.label)})
                errors[index] = blocks.StructBlockValidationError(block_errors={"heading": error})
            seen.add(child.block_type)
        return errors


class SectionValue(blocks.StructValue):
    """The content of a section."""

    def heading_with(self, name: str) -> str:
        """Return the section's heading: the editor's own, or the usual one with `name`, the page's name, in it."""
        return self.get("heading") or self.block.usual_heading_with(self, name)


class SectionBlock(RequiredMessagesBlock):
    """A section with a heading.

    `usual_heading` is the heading of all sections of this type, in which `%(name)s` is the page's name. Editors can
    write another one. Section types without a usual heading require one.
    """

    heading = blocks.CharBlock(
        label=gettext_lazy("Heading"),
        required=False,
        default="",
        max_length=120,
        help_text=gettext_lazy("Left empty: the usual heading, so that patients find the same words on every page."),
    )

    usual_heading: str | Promise = ""
    # Takes the place of the page's name in the preview of a block, which belongs to no page.
    name_without_page: str | Promise = gettext_lazy("this condition")

    def usual_heading_with(self, value: blocks.StructValue, name: str) -> str:
        """Return the usual heading of a section with this value, with `name` in it."""
        return contract(str(self.usual_heading) % {"name": name or self.name_without_page})

    def clean(self, value: Any) -> blocks.StructValue:
        """Return the valid value. Raise `StructBlockValidationError` for a section that has nothing but a heading."""
        cleaned = super().clean(value)
        parts = [part for name, part in cleaned.items() if name != "heading"]
        if all(is_empty(part) if isinstance(part, RichText) else not part for part in parts):
            message = _("This section is empty. Write its text, or delete the section.")
            raise blocks.StructBlockValidationError(non_block_errors=[ValidationError(message)])
        return cleaned

    class Meta:
        value_class = SectionValue


def passages_block() -> blocks.ListBlock:
    """Return a block for the passages at the end of a section."""
    return blocks.ListBlock(
        RowChooserBlock("pages.Passage", label=gettext_lazy("Passage")),
        label=gettext_lazy("Passages"),
        default=[],
        help_text=gettext_lazy("Texts that read the same on every page, such as the one about blood thinners."),
    )


def required_heading() -> blocks.CharBlock:
    """Return a block for the heading of a section type without a usual heading."""
    return blocks.CharBlock(label=gettext_lazy("Heading"), max_length=120)


def is_empty(rich_text: RichText) -> bool:
    """Whether rich text has no text."""
    return not get_text_for_indexing(rich_text.source).strip()


def rich_text_block(label: Promise, help_text: str | Promise = "") -> blocks.RichTextBlock:
    """Return a block for rich text that may be left empty."""
    return blocks.RichTextBlock(label=label, required=False, default="", features=TEXT_FEATURES, help_text=help_text)


class ProseSectionBlock(SectionBlock):
    """A heading, rich text, and passages."""

    text = blocks.RichTextBlock(label=gettext_lazy("Text"), features=TEXT_FEATURES)
    passages = passages_block()

    required_messages = {
        "heading": gettext_lazy("Give the section a heading: patients look for it to find their way."),
        "text": gettext_lazy("Write the section's text, or delete the section."),
    }

    class Meta:
        template = "blocks/prose_section.html"


class TermBlock(RequiredMessagesBlock):
    """One item of a list: a term and its description."""

    term = blocks.CharBlock(
        label=gettext_lazy("Term"),
        max_length=120,
        help_text=gettext_lazy("Shown in bold type with a colon after it, for example “Muscle strain”."),
    )
    description = blocks.TextBlock(
        label=gettext_lazy("Description"),
        required=False,
        default="",
        rows=2,
        help_text=gettext_lazy("What the term means, in one or two short sentences."),
    )

    required_messages = {
        "term": gettext_lazy("Name what this line is about, for example “Muscle strain”."),
    }

    class Meta:
        icon = "list-ul"
        label = gettext_lazy("Term")


class TermSectionBlock(SectionBlock):
    """A heading, an optional sentence, a list of terms with descriptions, and passages."""

    introduction = blocks.TextBlock(
        label=gettext_lazy("Sentence before the list"),
        required=False,
        default="",
        rows=2,
        help_text=gettext_lazy("For example: “The causes of mid-back pain include:”"),
    )
    items = blocks.ListBlock(TermBlock(), label=gettext_lazy("List"), min_num=1)
    passages = passages_block()

    required_messages = {
        "heading": gettext_lazy("Give the section a heading: patients look for it to find their way."),
    }

    class Meta:
        template = "blocks/term_section.html"
