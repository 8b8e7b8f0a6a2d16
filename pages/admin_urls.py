"""URL patterns of the admin that replace Wagtail's: they are listed before those in the project's URLs."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from pages.placement import PlacedCreateView

urlpatterns = [
    path(
        "pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
        require_admin_access(PlacedCreateView.as_view()),
    ),
]
