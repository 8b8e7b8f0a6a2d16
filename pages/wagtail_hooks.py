"""What the admin does in its own way for our pages."""

from django.urls import path
from wagtail import hooks

from pages.placement import PlacedCreateView, explain_wrong_destination

hooks.register("before_move_page", explain_wrong_destination)


@hooks.register("register_admin_urls")
def create_view_that_explains_a_wrong_place():
    """Stand before Wagtail's own address of the same form."""
    address = "pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/"
    return [path(address, PlacedCreateView.as_view(), name="pages_add")]
