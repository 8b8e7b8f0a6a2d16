"""Create the groups of a new site. Their members cannot add or change users."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.log_actions import log
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, ModelLogEntry, Page

from pages.models import ConditionIndexPage, TreatmentIndexPage

CREATED = "wagtail.create"  # the action in Wagtail's audit log
ADMIN = "wagtailadmin.access_admin"
OF_IMAGES_AND_DOCUMENTS = [
    f"wagtail{kind}s.{action}_{name}"
    for kind, name in (("image", "image"), ("doc", "document"))
    for action in ("add", "change", "choose", "delete")
]

ANNOUNCEMENTS = [
    f"pages.{action}_{model}"
    for model in ("closure", "specialhours", "announcement")
    for action in ("add", "change", "delete")
]

# The permission to delete messages is not included, because a message that was deleted by mistake cannot be restored.
# The purge deletes messages after their retention time. The clinic can give the permission to selected users.
FRONT_DESK = [ADMIN, *ANNOUNCEMENTS, *(f"site_forms.{action}_message" for action in ("view", "change", "export"))]
SHARED_ROWS = ("passage", "warningsign", "source")
MARKETING = [
    ADMIN,
    *ANNOUNCEMENTS,
    "wagtail_localize.submit_translation",
    "pages.view_translation_board",
    *(f"wagtailredirects.{action}_redirect" for action in ("add", "change", "delete", "view")),
    *(f"pages.{action}_{row}" for row in SHARED_ROWS for action in ("add", "change", "delete", "view")),
]
MARKETING_ON_PAGES = [f"wagtailcore.{action}_page" for action in ("add", "change", "publish", "lock", "unlock")]

# Clinicians read and sign medical text. They may edit drafts of conditions and treatments and comment on them, and
# publish only what they sign.
CLINICIANS_NAME = "Clinicians"
CLINICIANS = [ADMIN, "pages.sign_review", *(f"pages.view_{row}" for row in SHARED_ROWS)]
CLINICIANS_ON_PAGES = ["wagtailcore.change_page"]


def create_groups() -> None:
    """Create the groups *Marketing*, *Front desk* and *Clinicians*, each at most once.

    A group that staff have changed, renamed or deleted is not created again or reset.
    """
    _create("Marketing", MARKETING, on_pages=MARKETING_ON_PAGES, on_collections=OF_IMAGES_AND_DOCUMENTS)
    _create("Front desk", FRONT_DESK)
    create_clinicians()


def create_clinicians() -> None:
    """Create the group *Clinicians* at most once."""
    if _create(CLINICIANS_NAME, CLINICIANS):
        allow_medical_pages(Group.objects.get(name=CLINICIANS_NAME))


def allow_medical_pages(group: Group) -> None:
    """Let the members of the group edit drafts of the pages with medical text, in every language."""
    for page in Page.objects.type(ConditionIndexPage, TreatmentIndexPage):
        for permission in _permissions(CLINICIANS_ON_PAGES):
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


@transaction.atomic
def _create(
    name: str, permissions: Iterable[str], on_pages: Iterable[str] = (), on_collections: Iterable[str] = ()
) -> bool:
    """Create the group and return True; return False if it exists, or if it was created before."""
    if Group.objects.filter(name=name).exists() or _was_created(name):
        return False
    group = Group.objects.create(name=name)
    group.permissions.set(_permissions(permissions))
    # Set on the root page, so that they apply to the pages of every language.
    for permission in _permissions(on_pages):
        GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=permission)
    for permission in _permissions(on_collections):
        root = Collection.get_first_root_node()
        GroupCollectionPermission.objects.create(group=group, collection=root, permission=permission)
    log(group, CREATED)
    return True


def _was_created(name: str) -> bool:
    """Return whether the audit log has the creation of the group; then staff have renamed or deleted it."""
    content_type = ContentType.objects.get_for_model(Group)
    return ModelLogEntry.objects.filter(content_type=content_type, label=name, action=CREATED).exists()


def _permissions(names: Iterable[str]) -> QuerySet[Permission]:
    """Return the permissions with these names, for example `app.view_thing`."""
    found = Q(pk__in=[])
    for app, codename in (name.split(".") for name in names):
        found |= Q(content_type__app_label=app, codename=codename)
    return Permission.objects.filter(found)
