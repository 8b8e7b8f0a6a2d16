"""URLs of the admin that replace Wagtail's: they are listed before Wagtail's own in the URL configuration."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from pages.allowed_parents import ParentCheckingCreateView

urlpatterns = [
    path(
        "pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
        require_admin_access(ParentCheckingCreateView.as_view()),
    ),
]
