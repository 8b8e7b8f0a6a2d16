"""The seed creates the whole site, changes nothing when run again, and never overwrites pages that staff edited."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import Locale, ModelLogEntry, Page, Site

from forms.models import FormPage
from home.management.commands.seed import CONTENT
from home.models import HomePage, SeededPage
from home.seed.files import read_content
from home.seed.seeder import Action, Seeder
from home.seed.values import digest
from pages.models import ConditionPage
from tests.factories import publish

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

PATH = "conditions-we-treat/mid-back-pain"


def seed(**options):
    """Run the command and return what it prints."""
    out = StringIO()
    call_command("seed", stdout=out, **{"english_only": True, **options})
    return out.getvalue()


def state():
    """Return all data that a second run could change."""
    pages = Page.objects.order_by("path").values_list(
        "path", "url_path", "live", "latest_revision_id", "last_published_at"
    )
    return list(pages), list(SeededPage.objects.order_by("path").values_list("path", "revision_id", "digest"))


@pytest.fixture
def changed_files():
    """Return the content files with a changed introduction of Mid-Back Pain, as in a later version."""
    home = read_content(CONTENT)
    content = next(file for file in home.walk() if file.path == PATH)
    content.data["introduction"] = "Something new is known."
    return home


def actions(steps):
    return {step.content.path: step.action for step in steps}


def test_second_run_changes_nothing():
    before = state()
    assert "0 written, 0 kept because staff changed them" in seed()
    assert state() == before


def test_every_file_is_a_published_page_in_the_order_of_the_files(home):
    paths = [content.path for content in read_content(CONTENT).walk()]
    pages = [page.url_path.removeprefix(home.url_path).strip("/") for page in home.get_descendants(inclusive=True)]
    assert pages == paths
    assert not home.get_descendants(inclusive=True).filter(live=False).exists()


def test_site_has_one_home_and_no_welcome_page(home):
    assert isinstance(home, HomePage)
    assert [page.specific_class for page in Page.objects.filter(depth=2)] == [HomePage]
    assert Site.objects.get().root_page_id == home.pk


def test_both_locales_exist():
    assert set(Locale.objects.values_list("language_code", flat=True)) == {"en", "es"}


@pytest.mark.slow
def test_page_edited_by_staff_is_kept(changed_files, mid_back_pain):
    mid_back_pain.title = "Pain in the middle"
    publish(mid_back_pain)
    steps = Seeder(changed_files).run()
    assert actions(steps)[PATH] is Action.KEEP_EDITED
    mid_back_pain.refresh_from_db()
    assert mid_back_pain.title == "Pain in the middle"


def test_draft_of_staff_is_kept(changed_files, mid_back_pain):
    mid_back_pain.title = "Pain in the middle"
    draft = mid_back_pain.save_revision()
    assert actions(Seeder(changed_files).run())[PATH] is Action.KEEP_EDITED
    mid_back_pain.refresh_from_db()
    assert mid_back_pain.latest_revision_id == draft.pk
    assert mid_back_pain.title == "Mid-Back Pain"


@pytest.mark.slow
def test_page_unpublished_by_staff_stays_unpublished(changed_files, mid_back_pain):
    mid_back_pain.unpublish()
    assert actions(Seeder(changed_files).run())[PATH] is Action.KEEP_EDITED
    mid_back_pain.refresh_from_db()
    assert not mid_back_pain.live


def test_page_deleted_by_staff_is_not_created_again(changed_files, mid_back_pain):
    mid_back_pain.delete()
    assert actions(Seeder(changed_files).run())[PATH] is Action.KEEP_DELETED
    assert not ConditionPage.objects.filter(slug="mid-back-pain").exists()


@pytest.mark.slow
def test_page_moved_by_staff_is_not_created_again(changed_files, mid_back_pain, page_at):
    mid_back_pain.move(page_at("conditions-we-treat/neck-pain"), pos="left")
    Seeder(changed_files).run()
    assert ConditionPage.objects.filter(slug="mid-back-pain").count() == 1


@pytest.mark.slow
def test_unedited_page_is_updated_from_its_file(changed_files, mid_back_pain):
    assert actions(Seeder(changed_files).run())[PATH] is Action.UPDATE
    mid_back_pain.refresh_from_db()
    assert mid_back_pain.introduction == "Something new is known."
    assert actions(Seeder(changed_files).run())[PATH] is Action.KEEP_SAME


@pytest.mark.slow
def test_blocks_keep_their_ids_when_a_page_is_updated(changed_files, mid_back_pain):
    before = [block.id for block in mid_back_pain.body]
    Seeder(changed_files).run()
    mid_back_pain.refresh_from_db()
    assert [block.id for block in mid_back_pain.body] == before


def test_page_that_staff_created_at_the_path_of_a_file_is_kept(mid_back_pain):
    SeededPage.objects.filter(path=PATH).delete()
    steps = Seeder(read_content(CONTENT)).run()
    assert actions(steps)[PATH] is Action.KEEP_EDITED


@pytest.mark.parametrize("path", [PATH, f"/{PATH}/", f"{PATH}.yaml"])
@pytest.mark.slow
def test_only_restores_one_page(mid_back_pain, path):
    mid_back_pain.title = "Pain in the middle"
    edited = publish(mid_back_pain).latest_revision
    assert "restored" in seed(only=path)
    mid_back_pain.refresh_from_db()
    assert mid_back_pain.title == "Mid-Back Pain"
    assert mid_back_pain.revisions.filter(pk=edited.pk).exists()


@pytest.mark.slow
def test_deleted_page_is_restored_at_its_position(mid_back_pain):
    mid_back_pain.delete()
    seed(only=PATH)
    slugs = ConditionPage.objects.get(slug="mid-back-pain").get_parent().get_children().values_list("slug", flat=True)
    assert list(slugs)[:3] == ["lower-back-pain", "mid-back-pain", "neck-pain"]


@pytest.mark.slow
def test_restoring_one_page_changes_no_other(page_at):
    neck_pain = page_at("conditions-we-treat/neck-pain")
    neck_pain.title = "Stiff neck"
    publish(neck_pain)
    seed(only=PATH)
    neck_pain.refresh_from_db()
    assert neck_pain.title == "Stiff neck"


@pytest.mark.slow
def test_home_is_restored_by_its_name(home):
    home.hero_heading = "Welcome"
    publish(home)
    seed(only="home")
    home.refresh_from_db()
    assert home.hero_heading != "Welcome"


def test_dry_run_prints_the_plan_and_writes_nothing(mid_back_pain):
    mid_back_pain.title = "Pain in the middle"
    publish(mid_back_pain)
    SeededPage.objects.filter(path=PATH).update(digest="another")
    SeededPage.objects.filter(path="locations/russellville").update(digest="another")
    before = state()
    printed = seed(dry_run=True)
    assert f"{PATH:<60} kept, edited by staff" in printed
    assert f"{'locations/russellville':<60} update" in printed
    assert "1 would be written, 1 kept because staff changed them" in printed
    assert state() == before


@pytest.mark.slow
def test_unknown_page_is_reported():
    with pytest.raises(CommandError, match="There is no content file for “nowhere”"):
        seed(only="nowhere")


def test_digest_depends_only_on_the_content(changed_files):
    home = read_content(CONTENT)
    same = {a.path: digest(a) == digest(b) for a, b in zip(home.walk(), changed_files.walk(), strict=True)}
    assert [path for path, is_same in same.items() if not is_same] == [PATH]


@pytest.mark.slow
def test_new_site_is_created_in_an_empty_database():
    Site.objects.all().delete()  # first: the home page of a site cannot be deleted
    HomePage.objects.update(main_location=None)
    FormPage.objects.update(is_at_foot=False)
    Page.objects.filter(depth=2).first().delete()
    SeededPage.objects.all().delete()
    steps = Seeder(read_content(CONTENT)).run()
    assert set(actions(steps).values()) == {Action.CREATE}
    assert Site.objects.get().root_page.specific.main_location.phone == "479-967-7770"


@pytest.mark.slow
def test_groups_are_created_once_and_not_changed_afterwards():
    front_desk, marketing = Group.objects.get(name="Front desk"), Group.objects.get(name="Marketing")
    front_desk.permissions.clear()
    marketing.name = "Communication"
    marketing.save()
    call_command("seed", verbosity=0, english_only=True)
    assert not front_desk.permissions.exists()
    assert not Group.objects.filter(name="Marketing").exists()
    front_desk.delete()
    call_command("seed", verbosity=0, english_only=True)
    assert not Group.objects.filter(name="Front desk").exists()


@pytest.mark.slow
def test_dry_run_creates_no_groups():
    Group.objects.all().delete()
    ModelLogEntry.objects.all().delete()
    call_command("seed", "--dry-run", verbosity=0, english_only=True)
    assert not Group.objects.exists()
