"""Every component in every state on one page, for whoever changes the look. Served with development settings only."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.models import HomePage
from pages.blocks import ConditionBodyBlock, TreatmentBodyBlock
from pages.illustrations import illustration_choices
from pages.models import ConditionPage, TreatmentPage
from pages.sections import sections_of


@require_safe
def styleguide(request):
    """Show the components with the templates that pages use, filled from the seeded site and the blocks' previews."""
    condition = ConditionPage.objects.live().order_by("path").first()
    context = {
        "blocks": previews(ConditionBodyBlock(), TreatmentBodyBlock()),
        "condition": condition,
        "sections": sections_of(condition.body) if condition else [],
        "treatments": TreatmentPage.objects.live().order_by("path")[:4],
        "illustrations": illustration_choices(),
        "home": HomePage.objects.live().first(),
    }
    return render(request, "styleguide/styleguide.html", context)


def previews(*streams):
    """Return the blocks of the streams with the value the editor's preview shows, each kind once.

    An image has no value before there are any; its place in the style guide is written out.
    """
    blocks = {name: block for stream in streams for name, block in stream.child_blocks.items()}
    return [block.bind(block.get_preview_value()) for name, block in blocks.items() if name != "captioned_image"]
