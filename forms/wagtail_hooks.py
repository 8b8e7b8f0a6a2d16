"""Everything that the app adds to the Wagtail admin, by package. Each line names the function that does the work."""

from django.urls import include, path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import register_admin_url_finder

from forms.form_pages.moved import answer_form_of_another_page
from forms.form_pages.notified import warn_about_form_that_notifies_nobody
from forms.form_pages.vital_pages import vital_pages
from forms.inbox.desk import dashboard as desk_dashboard
from forms.inbox.desk import log_actions as desk_log_actions
from forms.inbox.desk import menu as desk_menu
from forms.inbox.desk import permissions as desk_permissions
from forms.inbox.desk import wagtail_submissions
from forms.inbox.models import Message
from forms.newsletter.admin import log_actions as newsletter_log_actions
from forms.newsletter.admin import menu as newsletter_menu
from forms.newsletter.admin import permissions as newsletter_permissions
from forms.outbox.admin import dashboard as outbox_dashboard
from forms.outbox.admin import log_actions as outbox_log_actions
from forms.outbox.admin import menu as outbox_menu

hooks.register("before_serve_page", answer_form_of_another_page)
hooks.register("register_vital_pages", vital_pages)
hooks.register("after_publish_page", warn_about_form_that_notifies_nobody)

# Wagtail's own lists of form submissions are closed.
hooks.register(
    "register_admin_urls",
    lambda: [re_path(r"^forms/", wagtail_submissions.not_found, name="closed_submissions")],
    order=-1,
)
hooks.register("construct_main_menu", wagtail_submissions.remove_menu_item)

# The desk
hooks.register("register_admin_urls", lambda: [path("messages/", include("forms.inbox.desk.urls"))])
hooks.register("register_permissions", desk_permissions.permissions_to_grant)
hooks.register("register_log_actions", desk_log_actions.register_log_actions)
hooks.register("register_dashboard_items", desk_dashboard.waiting_messages)
hooks.register("register_dashboard_items", desk_dashboard.forms_without_notification)
hooks.register(
    "register_admin_menu_item",
    lambda: desk_menu.MessagesMenuItem(
        _("Messages"), reverse("desk:list"), name="messages", icon_name="mail", order=150
    ),
)
hooks.register("register_icons", lambda icons: [*icons, "wagtailadmin/icons/paper-clip.svg"])
register_admin_url_finder(Message, desk_permissions.MessageURLFinder)

# The outbox
hooks.register("register_admin_urls", lambda: [path("mails/", include("forms.outbox.admin.urls"))])
hooks.register("register_log_actions", outbox_log_actions.register_log_actions)
hooks.register("register_dashboard_items", outbox_dashboard.unsent_mails)
hooks.register(
    "register_reports_menu_item",
    lambda: outbox_menu.MailsMenuItem(_("Mails"), reverse("mails:list"), name="mails", icon_name="mail", order=110),
)

# The newsletter
ICON = newsletter_permissions.ICON
hooks.register("register_admin_urls", lambda: [path("newsletter/", include("forms.newsletter.admin.urls"))])
hooks.register("register_permissions", newsletter_permissions.permissions_to_grant)
hooks.register("register_log_actions", newsletter_log_actions.register_log_actions)
hooks.register("register_icons", lambda icons: [*icons, f"wagtailadmin/icons/{ICON}.svg"])
hooks.register(
    "register_admin_menu_item",
    lambda: newsletter_menu.NewsletterMenuItem(
        _("Newsletter"), reverse("subscribers:list"), name="newsletter", icon_name=ICON, order=160
    ),
)
