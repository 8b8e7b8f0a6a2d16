"""The style guide: every component in every state on one page. Served with development settings only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.blocks import BoundBlock, StreamBlock

from home.models import HomePage
from pages.blocks import ConditionBodyBlock, TreatmentBodyBlock
from pages.illustrations import illustration_choices
from pages.models import ConditionPage, TreatmentPage
from pages.sections import sections_of


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Return the components, rendered with the templates that pages use.

    They are filled from the seeded site and from the previews of the blocks.
    """
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


def previews(*streams: StreamBlock) -> list[BoundBlock]:
    """Return each block of the streams once, with the value of its preview in the editor.

    Leaves out the image, which has no preview value; the template of the style guide contains an example.
    """
    blocks = {name: block for stream in streams for name, block in stream.child_blocks.items()}
    return [block.bind(block.get_preview_value()) for name, block in blocks.items() if name != "captioned_image"]
