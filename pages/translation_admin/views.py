"""Views beside the editor: the upload of a PO file, the restart of the synchronization, and closed addresses."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import user_can_edit_instance

from pages.translation_admin.po_files import RefusedFileError, import_file
from pages.translation_admin.synchronization import find_hand_edits, restart

RESTART_BUTTON = "localize-restart-translation"  # the name of wagtail-localize's button


@require_POST
def upload_po_file(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Store the translations in an uploaded PO file, or say why it is refused. Redirects to the editor."""
    translation = get_object_or_404(Translation, pk=translation_id, enabled=True)
    if not user_can_edit_instance(request.user, translation.get_target_instance()):
        raise PermissionDenied
    file = request.FILES.get("file")
    try:
        if file is None:
            raise RefusedFileError(_("Choose a file first."))
        changed, unknown = import_file(file.read(), translation, request.user)
    except RefusedFileError as error:
        for sentence in error.sentences:
            messages.error(request, _("Nothing was changed. %(reason)s") % {"reason": sentence})
    else:
        sentence = ngettext("%(count)d translation read.", "%(count)d translations read.", changed)
        messages.success(request, sentence % {"count": changed})
        if unknown:
            sentence = ngettext(
                "%(count)d text of the file is no longer on the page.",
                "%(count)d texts of the file are no longer on the page.",
                unknown,
            )
            messages.warning(request, sentence % {"count": unknown})
    return redirect(translation.get_target_instance_edit_url())


def restart_synchronization(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Ask before a translation that staff edit by hand is synchronized again, and keep what they wrote.

    For the hooks `before_edit_page` and `before_edit_snippet`. Returns None if this was not asked for.
    """
    if request.method != "POST" or RESTART_BUTTON not in request.POST:
        return None
    translation = Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale_id=instance.locale_id, enabled=False
    ).first()
    if translation is None:
        return None
    if "confirmed" in request.POST:
        restart(translation, instance, request.user)
        messages.success(request, _("The translation follows the English page again. What you wrote by hand is kept."))
        return redirect(translation.get_target_instance_edit_url())
    context = {
        "edits": find_hand_edits(translation, instance),
        "button": RESTART_BUTTON,
        "instance": instance,
        "header_title": _("Start synchronization"),
        "header_icon": "rotate",
    }
    return TemplateResponse(request, "pages/translation_admin/restart.html", context)


def closed(request: HttpRequest, **parameters: Any) -> HttpResponse:
    """Raise `Http404`: an address of wagtail-localize that does what our editor replaces, without its checks."""
    raise Http404
