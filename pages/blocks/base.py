"""What sections have in common: a stream that holds some of them only once, and sentences for mistakes."""

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class RequiredMessagesBlock(blocks.StructBlock):
    """A block that says in a sentence of its own what to do about a field left empty.

    `required_messages` has a sentence for each field name that wants one, in place of “This field is required.”
    """

    required_messages = {}

    def clean(self, value):
        """Raise `StructBlockValidationError` with the sentences of `required_messages`."""
        try:
            return super().clean(value)
        except blocks.StructBlockValidationError as error:
            errors = {name: self._explained(name, child) for name, child in error.block_errors.items()}
            raise blocks.StructBlockValidationError(errors, error.non_block_errors) from error

    def _explained(self, name, error):
        is_missing = getattr(error, "code", None) == "required"
        return ValidationError(self.required_messages[name]) if is_missing and name in self.required_messages else error


class BodyBlock(blocks.StreamBlock):
    """A page's sections. Those named in `at_most_once` may stand in it a single time."""

    at_most_once = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.meta.block_counts = {name: {"max_num": 1} for name in self.at_most_once}

    def clean(self, value):
        """Refuse a second section of a kind that stands once, with a sentence at that second section."""
        repeated = self._repeated(value)
        try:
            return super().clean(value)
        except blocks.StreamBlockValidationError as error:
            # What Wagtail says of repeated sections names neither the section nor a way out.
            others = [] if repeated else error.non_block_errors
            raise blocks.StreamBlockValidationError({**error.block_errors, **repeated}, others) from error

    def _repeated(self, value):
        seen, errors = set(), {}
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


class ProseSectionBlock(RequiredMessagesBlock):
    """A heading and running text."""

    heading = blocks.CharBlock(label=gettext_lazy("Heading"), max_length=120)
    text = blocks.RichTextBlock(label=gettext_lazy("Text"), features=TEXT_FEATURES)

    required_messages = {
        "heading": gettext_lazy("Give the section a heading: patients look for it to find their way."),
        "text": gettext_lazy("Write the section's text, or delete the section."),
    }


class TermBlock(RequiredMessagesBlock):
    """One line of a list: a term, and what it means."""

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

    required_messages = {
        "term": gettext_lazy("Name what this line is about, for example “Muscle strain”."),
    }

    class Meta:
        icon = "list-ul"
        label = gettext_lazy("Term")


class TermSectionBlock(RequiredMessagesBlock):
    """A heading, a sentence that leads in, and a list of terms with descriptions."""

    heading = blocks.CharBlock(label=gettext_lazy("Heading"), max_length=120)
    introduction = blocks.TextBlock(
        label=gettext_lazy("Sentence before the list"),
        required=False,
        default="",
        rows=2,
        help_text=gettext_lazy("For example: “The causes of mid-back pain include:”"),
    )
    items = blocks.ListBlock(TermBlock(), label=gettext_lazy("List"), min_num=1)

    required_messages = {
        "heading": gettext_lazy("Give the section a heading: patients look for it to find their way."),
    }
