"""What the app adds to the admin: an index, the code is where each line points."""

from django.urls import include, path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import register_admin_url_finder

from forms.desk import log, menu, permissions, stock_views
from forms.models import Message
from forms.newsletter import admin as newsletter
from forms.outbox import admin as outbox_admin

# Wagtail's own lists of submissions
hooks.register(
    "register_admin_urls", lambda: [re_path(r"^forms/", stock_views.nothing_here, name="no_stock_forms")], order=-1
)
hooks.register("construct_main_menu", stock_views.remove_menu_item)

# The desk
hooks.register("register_admin_urls", lambda: [path("messages/", include("forms.desk.urls"))])
hooks.register("register_permissions", permissions.permissions_to_grant)
hooks.register("register_log_actions", log.register_log_actions)
hooks.register("construct_homepage_panels", menu.add_panel)
hooks.register(
    "register_admin_menu_item",
    lambda: menu.MessagesMenuItem(_("Messages"), reverse("desk:list"), name="messages", icon_name="mail", order=150),
)
register_admin_url_finder(Message, permissions.MessageURLFinder)

# The newsletter
newsletter.register()

# Mails: `forms.outbox.admin` registers its own
__all__ = ["outbox_admin"]
