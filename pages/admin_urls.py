"""URLs of the admin that replace those of Wagtail and wagtail-localize: they come first in the URL configuration."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from pages.allowed_parents import ParentCheckingCreateView
from pages.translation_admin.board_view import FormerReportView

urlpatterns = [
    path(
        "pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
        require_admin_access(ParentCheckingCreateView.as_view()),
    ),
    path("localize/reports/translations/", require_admin_access(FormerReportView.as_view())),
    path("localize/reports/translations/results/", require_admin_access(FormerReportView.as_view())),
]
