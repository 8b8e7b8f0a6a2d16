"""URLs of the admin that replace those of Wagtail and wagtail-localize: they come first in the URL configuration."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from pages.allowed_parents import ParentCheckingCreateView
from pages.translation_admin.board_view import FormerReportView
from pages.translation_admin.views import closed, upload_po_file

urlpatterns = [
    path(
        "pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
        require_admin_access(ParentCheckingCreateView.as_view()),
    ),
    path("localize/translate/<int:translation_id>/pofile/upload/", require_admin_access(upload_po_file)),
    path("localize/translate/<int:translation_id>/strings/<int:pk>/edit/", require_admin_access(closed)),
    path("localize/translate/<int:translation_id>/overrides/<int:pk>/edit/", require_admin_access(closed)),
    path("localize/translate/<int:translation_id>/machine_translate/", require_admin_access(closed)),
    path("localize/page/<int:page_id>/convert_to_alias/", require_admin_access(closed)),
    path("localize/reports/translations/", require_admin_access(FormerReportView.as_view())),
    path("localize/reports/translations/results/", require_admin_access(FormerReportView.as_view())),
]
