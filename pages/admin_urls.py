"""URLs of the admin that replace those of Wagtail and wagtail-localize: they come first in the URL configuration.


An action that changes several pages is done completely or not at all, so that one that is refused changes nothing.
"""

from django.db import transaction
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.convert_alias import convert_alias
from wagtail.admin.views.pages.copy import copy
from wagtail.admin.views.pages.move import move_confirm
from wagtail.admin.views.pages.ordering import set_page_position

from pages.editor_views import RefusingCreateView, RefusingEditView
from pages.redirects_admin import AddRedirectView, EditRedirectView, RedirectsView
from pages.translation_admin.board_view import FormerReportView
from pages.translation_admin.views import closed, upload_po_file
from pages.withdrawal.views import delete, unpublish

urlpatterns = [
    path(
        "pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
        require_admin_access(RefusingCreateView.as_view()),
    ),
    path("redirects/", require_admin_access(RedirectsView.as_view())),
    path("redirects/results/", require_admin_access(RedirectsView.as_view(results_only=True))),
    path("redirects/add/", require_admin_access(AddRedirectView.as_view())),
    path("redirects/<int:redirect_id>/", require_admin_access(EditRedirectView.as_view())),
    path("pages/<int:page_id>/edit/", require_admin_access(RefusingEditView.as_view())),
    *(
        path(f"pages/<int:{key}>/{action}/", require_admin_access(transaction.atomic(view)))
        for key, action, view in (
            ("page_id", "delete", delete),
            ("page_id", "unpublish", unpublish),
            ("page_id", "copy", copy),
            ("page_id", "convert_alias", convert_alias),
            ("page_to_move_id", "move/<int:destination_id>/confirm", move_confirm),
            ("page_to_move_id", "set_position", set_page_position),
        )
    ),
    path("localize/translate/<int:translation_id>/pofile/upload/", require_admin_access(upload_po_file)),
    path("localize/translate/<int:translation_id>/strings/<int:pk>/edit/", require_admin_access(closed)),
    path("localize/translate/<int:translation_id>/overrides/<int:pk>/edit/", require_admin_access(closed)),
    path("localize/translate/<int:translation_id>/machine_translate/", require_admin_access(closed)),
    path("localize/page/<int:page_id>/convert_to_alias/", require_admin_access(closed)),
    path("localize/reports/translations/", require_admin_access(FormerReportView.as_view())),
    path("localize/reports/translations/results/", require_admin_access(FormerReportView.as_view())),
]
