"""What the app adds to the admin: an index, the code is where each line points."""

from django.urls import include, path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import register_admin_url_finder

from forms.desk import log, menu, permissions, stock_views
from forms.models import Message
from forms.newsletter.admin import log as newsletter_log
from forms.newsletter.admin import menu as newsletter_menu
from forms.newsletter.admin import permissions as newsletter_permissions
from forms.outbox.admin import log as mails_log
from forms.outbox.admin import menu as mails_menu

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

# Mails
hooks.register("register_admin_urls", lambda: [path("mails/", include("forms.outbox.admin.urls"))])
hooks.register("register_log_actions", mails_log.register_log_actions)
hooks.register("construct_homepage_panels", mails_menu.add_panel)
hooks.register(
    "register_reports_menu_item",
    lambda: mails_menu.MailsMenuItem(_("Mails"), reverse("mails:list"), name="mails", icon_name="mail", order=110),
)

# The newsletter
ICON = newsletter_permissions.ICON
hooks.register("register_admin_urls", lambda: [path("newsletter/", include("forms.newsletter.admin.urls"))])
hooks.register("register_permissions", newsletter_permissions.permissions_to_grant)
hooks.register("register_log_actions", newsletter_log.register_log_actions)
hooks.register("register_icons", lambda icons: [*icons, f"wagtailadmin/icons/{ICON}.svg"])
hooks.register(
    "register_admin_menu_item",
    lambda: newsletter_menu.NewsletterMenuItem(
        _("Newsletter"), reverse("subscribers:list"), name="newsletter", icon_name=ICON, order=160
    ),
)
