"""Show the guides and their pictures to users of the admin."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ioipm.guides.markdown import GUIDES, picture_file, read_guide


def guide(request: HttpRequest, slug: str = GUIDES[0]) -> HttpResponse:
    """Return the page with the guide, its table of contents and its search."""
    try:
        content = read_guide(slug)
    except FileNotFoundError as error:
        raise Http404 from error
    labels = {"editing": _("Editing the site"), "desk": _("The front desk"), "medical-findings": _("Medical findings")}
    return render(
        request,
        "ioipm/admin/guide.html",
        {"guide": content, "guides": [(name, labels[name], name == slug) for name in GUIDES]},
    )


def guide_picture(request: HttpRequest, name: str) -> FileResponse:
    """Return a picture of the guides."""
    try:
        return FileResponse(picture_file(name).open("rb"), content_type="image/png")
    except FileNotFoundError as error:
        raise Http404 from error
