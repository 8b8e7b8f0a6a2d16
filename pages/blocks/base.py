"""Base classes of blocks: streams with sections allowed only once, and blocks with better error messages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class ExplainedBlock(blocks.StructBlock):
    """A block with its own error messages for empty fields.

    `explanations` has a message by field name. It replaces “This field is required.”
    """

    explanations = {}

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Return the cleaned value; raise `StructBlockValidationError` with the messages of `explanations`."""
        try:
            return super().clean(value)
        except blocks.StructBlockValidationError as error:
            errors = {name: self._explained(name, child) for name, child in error.block_errors.items()}
            raise blocks.StructBlockValidationError(errors, error.non_block_errors) from error

    def _explained(self, name: str, error: ValidationError) -> ValidationError:
        is_missing = getattr(error, "code", None) == "required"
        return ValidationError(self.explanations[name]) if is_missing and name in self.explanations else error


class BodyBlock(blocks.StreamBlock):
    """The sections of a page. Each of those named in `once` is allowed at most once."""

    once = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meta.block_counts = {name: {"max_num": 1} for name in self.once}

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        """Return the cleaned value; raise an error at the second section of a kind that is allowed once."""
        repeated = self._repeated(value)
        try:
            return super().clean(value)
        except blocks.StreamBlockValidationError as error:
            # Wagtail's own message names neither the section nor a solution.
            others = [] if repeated else error.non_block_errors
            raise blocks.StreamBlockValidationError({**error.block_errors, **repeated}, others) from error

    def _repeated(self, value: blocks.StreamValue) -> dict[int, ValidationError]:
        seen, errors = set(), {}
        for index, child in enumerate(value):
            if child.block_type in self.once and child.block_type in seen:
                message = _(
                    "This page already has a section “%(section)s”. Move what you wrote here into the first one, "
                    "then delete this one."
                )
                error = ValidationError(message % {"section": capfirst(child.block.label)})
                errors[index] = blocks.StructBlockValidationError(block_errors={"heading": error})
            seen.add(child.block_type)
        return errors


class ProseSectionBlock(ExplainedBlock):
    """A heading and rich text."""

    heading = blocks.CharBlock(label=gettext_lazy("Heading"), max_length=120)
    text = blocks.RichTextBlock(label=gettext_lazy("Text"), features=TEXT_FEATURES)

    explanations = {
        "heading": gettext_lazy("Give the section a heading: patients look for it to find their way."),
        "text": gettext_lazy("Write the section's text, or delete the section."),
    }


class TermBlock(ExplainedBlock):
    """One item of a list: a term and its description."""

    term = blocks.CharBlock(
        label=gettext_lazy("Term"),
        max_length=120,
        help_text=gettext_lazy("Printed bold, with a colon after it: “Muscle strain”."),
    )
    description = blocks.TextBlock(
        label=gettext_lazy("Description"),
        required=False,
        default="",
        rows=2,
        help_text=gettext_lazy("What the term means, in one or two short sentences."),
    )

    explanations = {
        "term": gettext_lazy("Name what this line is about, for example “Muscle strain”."),
    }

    class Meta:
        icon = "list-ul"
        label = gettext_lazy("Term")


class TermSectionBlock(ExplainedBlock):
    """A heading, an introductory sentence, and a list of terms with descriptions."""

    heading = blocks.CharBlock(label=gettext_lazy("Heading"), max_length=120)
    introduction = blocks.TextBlock(
        label=gettext_lazy("Sentence before the list"),
        required=False,
        default="",
        rows=2,
        help_text=gettext_lazy("For example: “The causes of mid-back pain include:”"),
    )
    items = blocks.ListBlock(TermBlock(), label=gettext_lazy("List"), min_num=1)

    explanations = {
        "heading": gettext_lazy("Give the section a heading: patients look for it to find their way."),
    }
