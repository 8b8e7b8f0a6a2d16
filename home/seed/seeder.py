"""Publish the pages of the content files, except those that staff have changed since."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from home.models import HomePage, SeededPage
from home.seed.action import Action
from home.seed.files import ContentError, ContentFile
from home.seed.snippets import RowStep, SharedRows
from home.seed.values import PageValues, digest


@dataclass
class Step:
    """The action for the page of one content file. `page` is None if the page does not exist yet."""

    content: ContentFile
    action: Action
    page: Page | None = None
    record: SeededPage | None = None


Report = Callable[[Step | RowStep], object]


class Seeder:
    """Compares the content files with the site, and publishes pages that are missing or out of date.

    A page that staff have saved, unpublished or deleted is not changed: its latest revision is then not the one that
    the seed saved. `restore` is the path of one page to publish as in its file, even if staff have changed it.
    `report` is called with each step when it is done. `row_steps` are the steps for the shared rows, which are written
    before the pages; with `restore` only those that are missing.
    """

    def __init__(self, home: ContentFile, report: Report = lambda step: None, restore: str | None = None) -> None:
        self.home = home
        self.report = report
        self.restore = restore

    def plan(self) -> list[Step]:
        """Return a `Step` for each file, in the order of the menu. Raises `ContentError` for mistakes in the files."""
        self.files = {content.path: content for content in self.home.walk()}
        self._check_files()
        if self.restore is not None and self.restore not in self.files:
            raise ContentError(f"There is no content file for “{self.restore}”.")
        self.rows = SharedRows(self.home.snippets, self._find_page, only_missing=self.restore is not None)
        self.row_steps = self.rows.plan()
        self.records = {record.path: record for record in SeededPage.objects.select_related("page")}
        return [self._step(content) for content in self.files.values() if self.restore in (None, content.path)]

    def run(self) -> list[Step]:
        """Carry out the plan in one transaction, and return its steps. Raises `ContentError`."""
        steps = self.plan()
        with transaction.atomic():
            Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
            Locale.objects.get_or_create(language_code="es")
            self.pages = self._existing_pages()
            self.row_steps = self.rows.run()
            for step in steps:
                if step.action.writes and not step.page:
                    self._create(step)
            self.rows.link_pages()
            for row_step in self.row_steps:
                self.report(row_step)
            for step in steps:
                if step.action.writes:
                    self._publish(step)
                self.report(step)
        return steps

    def _check_files(self) -> None:
        """Raise `ContentError` with all mistakes in the files.

        Writes the rows, because pages with these rows are checked, and rolls that back.
        """
        reasons: list[str] = []
        with transaction.atomic():
            rows = SharedRows(self.home.snippets, self._find_file, only_check=True)
            try:
                rows.run()
            except ContentError as error:
                reasons += error.reasons
            for content in self.files.values():
                try:
                    values = PageValues(content, self._find_file, rows.find_row)
                    page = values.model(slug=content.slug, locale=Locale.get_default())
                    values.fill(page)
                    values.check(page)
                except ContentError as error:
                    reasons += error.reasons
            transaction.set_rollback(True)
        if reasons:
            raise ContentError(*dict.fromkeys(reasons))

    def _find_file(self, path: str) -> None:
        """Raise `LookupError` if no content file has this path."""
        if path not in self.files:
            raise LookupError(path)

    def _find_page(self, path: str) -> int | None:
        """Return the key of the page at this path; None if it is not written yet. Raises `LookupError`."""
        self._find_file(path)
        return self.pages[path].pk if path in self.pages else None

    def _step(self, content: ContentFile) -> Step:
        record = self.records.get(content.path)
        page = (record.page if record else self._page_at(content.path)) or None
        if content.path == self.restore:
            return Step(content, Action.RESTORE, page and page.specific, record)
        if not record:
            return Step(content, Action.KEEP_EDITED if page else Action.CREATE, page, record)
        if not page:
            return Step(content, Action.KEEP_DELETED, page, record)
        if record.digest == digest(content):
            return Step(content, Action.KEEP_SAME, page, record)
        is_edited = page.latest_revision_id != record.revision_id or not page.live
        return Step(content, Action.KEEP_EDITED if is_edited else Action.UPDATE, page.specific, record)

    @staticmethod
    def _page_at(path: str) -> Page | None:
        """Return the page that staff created at this path; None if there is none."""
        home = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
        return home and Page.objects.filter(url_path=home.url_path + (f"{path}/" if path else "")).first()

    def _existing_pages(self) -> dict[str, Page]:
        pages = {path: record.page for path, record in self.records.items() if record.page}
        for path in self.files:
            if path not in pages and (page := self._page_at(path)):
                pages[path] = page
        return pages

    def _create(self, step: Step) -> None:
        values = PageValues(step.content, self._find_page, self.rows.find_row)
        page = values.model(slug=step.content.slug, locale=Locale.get_default())
        values.fill(page)
        self._add_to_tree(step.content, page)
        step.page = self.pages[step.content.path] = page
        self._redirect_old_urls(step.content, page)

    def _add_to_tree(self, content: ContentFile, page: Page) -> None:
        """Add the page below its parent, in the order of the parent's file. Raises `ContentError`."""
        if not content.path:
            _add_home_page(page)
            return
        parent_path = content.path.rpartition("/")[0]
        parent = self.pages.get(parent_path)
        if not parent:
            raise ContentError(f"{content.name}: its parent page was deleted by staff. Restore that one first.")
        siblings = [child.path for child in self.files[parent_path].children]
        before = [path for path in siblings[: siblings.index(content.path)] if path in self.pages]
        neighbor = before and Page.objects.filter(pk=self.pages[before[-1]].pk).child_of(parent).first()
        if neighbor:
            neighbor.add_sibling(pos="right", instance=page)
        else:
            Page.objects.get(pk=parent.pk).add_child(instance=page)

    def _publish(self, step: Step) -> None:
        values = PageValues(step.content, self._find_page, self.rows.find_row)
        existing = self.pages[step.content.path]
        page = existing.specific_class.objects.get(pk=existing.pk)
        values.fill(page)
        values.check(page)
        revision = page.save_revision(log_action=True)
        revision.publish()
        record = {"page": page, "revision_id": revision.pk, "digest": digest(step.content)}
        SeededPage.objects.update_or_create(path=step.content.path, defaults=record)

    @staticmethod
    def _redirect_old_urls(content: ContentFile, page: Page) -> None:
        """Redirect from the URLs of the clinic's former site: every page was at the top level, under its menu label."""
        address = f"/{content.path}"
        for old_path in {f"/{slugify(page.label.replace('/', '-'))}", f"/{content.slug}"} - {address, "/home"}:
            Redirect.objects.get_or_create(old_path=old_path, defaults={"redirect_page": page})


def _add_home_page(page: Page) -> None:
    """Add the home page below the root page, and delete Wagtail's welcome page."""
    root = Page.get_first_root_node()
    Page.objects.child_of(root).exact_type(Page).filter(numchild=0, slug="home").delete()
    root.refresh_from_db()
    root.add_child(instance=page)
    address = urlsplit(settings.BASE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
            "root_page": page,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
