"""The models and columns that no public page shows.

A change of any other row begins a new version of the site (`pages.site_version`), so a model that is missing here
costs only speed. A test visits the public pages and checks that they read none of these models.
"""

UNSEEN_MODELS = frozenset(
    {
        # The version itself, and what the site counts or remembers
        "pages.SiteVersion",
        "pages.MissingAddress",
        "worker.Heartbeat",
        "home.SeededPage",
        "home.SeededRow",
        "home.SeededTranslation",
        # Messages, mails and subscribers
        "site_forms.Attachment",
        "site_forms.Contact",
        "site_forms.Mail",
        "site_forms.Message",
        "site_forms.Note",
        "site_forms.Subscriber",
        "wagtailforms.FormSubmission",
        # Users, their rights and sessions
        "auth.Group",
        "auth.Group_permissions",
        "auth.Permission",
        "auth.User_groups",
        "auth.User_user_permissions",
        "axes.AccessAttempt",
        "axes.AccessFailureLog",
        "axes.AccessLog",
        "contenttypes.ContentType",
        "otp_totp.TOTPDevice",
        "sessions.Session",
        "wagtailcore.GroupCollectionPermission",
        "wagtailcore.GroupPagePermission",
        "wagtailcore.GroupSitePermission",
        "wagtailusers.UserProfile",
        # Drafts, workflows and the admin's own data. Publishing writes the page itself.
        "pages.ClinicalReviewTask",
        "pages.ClinicalReviewTask_groups",
        "wagtailadmin.Admin",
        "wagtailadmin.EditingSession",
        "wagtailadmin.FormState",
        "wagtailcore.Comment",
        "wagtailcore.CommentReply",
        "wagtailcore.GroupApprovalTask",
        "wagtailcore.GroupApprovalTask_groups",
        "wagtailcore.ModelLogEntry",
        "wagtailcore.PageLogEntry",
        "wagtailcore.PageSubscription",
        "wagtailcore.Revision",
        "wagtailcore.Task",
        "wagtailcore.TaskState",
        "wagtailcore.UploadedFile",
        "wagtailcore.Workflow",
        "wagtailcore.WorkflowContentType",
        "wagtailcore.WorkflowPage",
        "wagtailcore.WorkflowState",
        # The search of the admin
        "wagtailsearch.IndexEntry",
        "wagtailsearch.SQLiteFTSIndexEntry",
    }
)

# Columns by model. Saving a draft, locking a page and signing in change only these.
UNSEEN_COLUMNS = {
    "wagtailcore.Page": {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision_created_at",
        "latest_revision_id",
        "locked",
        "locked_at",
        "locked_by_id",
    },
    "auth.User": {"last_login", "password"},
}
