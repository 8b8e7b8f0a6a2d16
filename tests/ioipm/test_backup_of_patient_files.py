"""`backup` and `restore` keep patients' files from a folder and from a bucket, before and after a key rotation."""

import json
import shutil
import tarfile
from io import BytesIO
from uuid import UUID

import boto3
import pytest
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer

from forms.inbox.files.store import new_name
from ioipm.backup.archive import _check_patient_files
from ioipm.backup.databases import database
from ioipm.backup.errors import BackupError
from ioipm.backup.file_stores import NAME_IN_BUCKET, BucketStore, FolderStore
from ioipm.backup.patient_files import PatientFile
from tests.ioipm.backup_site import Site
from tests.ioipm.test_settings import GOOD
from tests.services import free_port

pytestmark = [pytest.mark.sql, pytest.mark.slow]

OLD = GOOD["MESSAGE_KEYS"]
NEW = "Qm4Zt8RwXs2LcVy7NbKd5HgFj3PuTeAo9IiBvMxWq6YzCrDnEkSp1"
BOTH = {"MESSAGE_KEYS": f"{NEW},{OLD}"}
SEND = """
from uuid import uuid4
from forms.inbox.files.checks import CheckedFile
from forms.inbox.files.store import store_file
from forms.inbox.submission import receive
from forms.models import Form
form = Form.objects.create(key=uuid4(), name="Contact")
for name in ("one", "two", "three"):
    file = store_file(CheckedFile(name + ".pdf", name.encode() * 1000, "application/pdf"), "files", "not_scanned")
    message = receive(form, [], [file])
    print(message.reference)
"""
READ = """
from forms.inbox.files import open_content
from forms.models import Attachment
for file in Attachment.objects.all():
    print(file.name, open_content(file) == file.name.removesuffix(".pdf").encode() * 1000)
"""
ALL_READ = "one.pdf True\ntwo.pdf True\nthree.pdf True"


@pytest.fixture(scope="module")
def s3():
    """An S3-compatible server."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=free_port(), verbose=False)
    server.start()
    yield f"http://127.0.0.1:{server._port}"
    server.stop()


class Bucket:
    """A bucket on the server."""

    def __init__(self, address, name):
        self.address, self.name = address, name
        keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
        self.client = boto3.client("s3", endpoint_url=address, region_name="us-east-1", **keys)
        self.client.create_bucket(Bucket=name)

    def variables(self, prefix):
        options = {"ENDPOINT": self.address, "REGION": "us-east-1", "ACCESS_KEY": "key", "SECRET_KEY": "secret"}
        return {prefix: self.name} | {f"{prefix}_{name}": value for name, value in options.items()}

    def storage(self):
        return {
            "BACKEND": "forms.inbox.storage.PatientFileBucket",
            "OPTIONS": {
                "bucket_name": self.name,
                "endpoint_url": self.address,
                "region_name": "us-east-1",
                "access_key": "key",
                "secret_key": "secret",
            },
        }

    def write(self, name, content):
        self.client.put_object(Bucket=self.name, Key=name, Body=content)

    def delete(self, name):
        self.client.delete_object(Bucket=self.name, Key=name)

    def files(self):
        names = [item["Key"] for item in self.client.list_objects_v2(Bucket=self.name).get("Contents", [])]
        return {name: self.client.get_object(Bucket=self.name, Key=name)["Body"].read() for name in names}


class Folder:
    """The private folder of a site, with the methods of `Bucket`."""

    def __init__(self, path):
        self.path = path

    def write(self, name, content):
        (self.path / name).parent.mkdir(parents=True, exist_ok=True)
        (self.path / name).write_bytes(content)

    def delete(self, name):
        (self.path / name).unlink()

    def files(self):
        paths = [path for path in self.path.rglob("*") if path.is_file()]
        return {path.relative_to(self.path).as_posix(): path.read_bytes() for path in paths}


class PatientSite(Site):
    """A site that stores patients' files in a folder or a bucket."""

    def __init__(self, folder, url, bucket=None):
        super().__init__(folder, url)
        self.store = bucket or Folder(folder / "var/private")
        self.variables = bucket.variables("PRIVATE_BUCKET") if bucket else {}

    def run(self, *arguments, **variables):
        return super().run(*arguments, **self.variables | variables)

    def ok(self, *arguments, **variables):
        result = self.run(*arguments, **variables)
        assert result.returncode == 0, result.stderr
        return result.stdout + result.stderr

    def read(self, **variables):
        return self.ok("shell", "-v", "0", "-c", READ, **variables).strip()

    def lose_files(self):
        for name in self.store.files():
            self.store.delete(name)

    def references(self):
        with self.connect() as (execute, _tables):
            rows = execute(
                "SELECT a.stored_as, m.reference FROM site_forms_attachment a "
                "JOIN site_forms_message m ON m.id = a.message_id ORDER BY a.id"
            )
        return [tuple(row) for row in rows]


@pytest.fixture(scope="module")
def original(tmp_path_factory, new_database, django_db_setup, django_db_blocker):
    """A site with three messages, each with a file, in a folder; and its backup."""
    site = PatientSite(tmp_path_factory.mktemp("original"), new_database())
    dump = site.folder / "dump"
    with django_db_blocker.unblock():
        database().dump(dump)
    site.load(dump)
    site.ok("shell", "-v", "0", "-c", SEND)
    return site, site.backup()[0]


@pytest.fixture
def new_site(tmp_path, s3, new_database, request):
    """Return a function that makes an empty site whose files are in a "folder" or a "bucket"."""

    def make(place):
        folder = tmp_path / f"{place}-site"
        folder.mkdir()
        name = f"private-{abs(hash(request.node.name))}"
        return PatientSite(folder, new_database(), Bucket(s3, name) if place == "bucket" else None)

    return make


@pytest.fixture
def copy_of_original(new_site, original, tmp_path):
    """Return a function that makes a site with the messages and files of the original, in a "folder" or a "bucket"."""

    def make(place):
        site = new_site(place)
        with tarfile.open(original[1]) as backup:
            backup.extract("database", tmp_path, filter="data")
        site.load(tmp_path / "database")
        for name, content in original[0].store.files().items():
            site.store.write(name, content)
        return site

    return make


@pytest.fixture(params=["folder", "bucket"])
def site(request, copy_of_original):
    """A site with the messages and files of the original."""
    return copy_of_original(request.param)


def test_backup_can_be_restored_to_the_other_kind_of_storage_and_back(original, new_site):
    bucket = new_site("bucket")
    said = bucket.ok("restore", str(original[1]))
    assert "Opening 3 files of patients" in said
    assert bucket.store.files() == original[0].store.files()
    assert bucket.read() == ALL_READ
    folder = new_site("folder")
    path, said = bucket.backup()
    assert "Copying 3 files of private" in said
    folder.ok("restore", str(path))
    assert folder.store.files() == original[0].store.files()
    assert folder.read() == ALL_READ


def test_wiped_site_with_both_buckets_is_restored(copy_of_original, s3):
    site = copy_of_original("bucket")
    media = Bucket(s3, "clinic-media")
    media.write("images/spine.png", b"picture")
    site.variables |= media.variables("MEDIA_BUCKET")
    path, said = site.backup()
    assert "NOT in it: images and documents in the bucket clinic-media" in said
    before = site.store.files()
    site.lose_files()
    with site.connect() as (execute, _tables):
        execute("UPDATE wagtailcore_page SET title = 'Defaced'")
    said = site.ok("restore", str(path), "--replace")
    assert "Images and documents are those that the bucket clinic-media holds now" in said
    assert site.store.files() == before
    assert site.read() == ALL_READ
    assert media.files() == {"images/spine.png": b"picture"}


def test_backups_from_before_and_after_a_key_rotation_can_be_restored(site):
    before, files_before = site.backup()[0], site.store.files()
    assert "files: 3 of 3 encrypted again" in site.ok("reseal_messages", **BOTH)
    files_after = site.store.files()
    assert not files_after.keys() & files_before.keys()
    after = site.folder / "after"
    site.ok("backup", "--to", str(after), **BOTH)

    site.ok("restore", str(before), "--replace", **BOTH)
    assert site.store.files() == files_before

    site.lose_files()
    site.ok("restore", str(next(after.glob("*.tar"))), "--replace", MESSAGE_KEYS=NEW)
    assert site.store.files() == files_after
    assert site.read(MESSAGE_KEYS=NEW) == ALL_READ


def test_files_that_cannot_be_opened_are_reported_by_backup_and_restore(site):
    (lost, lost_reference), (changed, changed_reference), (_sealed, sealed_reference) = site.references()
    site.store.delete(lost)
    site.store.write(changed, b"changed")
    result = site.run("backup")
    assert result.returncode == 0
    assert f"is missing, in 1 messages: {lost_reference}" in result.stderr
    assert f"was changed since it was received, in 1 messages: {changed_reference}" in result.stderr
    path = max((site.folder / "var/backups").glob("*.tar"))
    later = new_name()
    site.store.write(later, b"a later file")
    result = site.run("restore", str(path), "--replace", MESSAGE_KEYS=NEW)
    assert result.returncode != 0
    assert "The site is restored, but 3 files of patients CANNOT BE OPENED" in result.stderr
    assert f"neither in the backup nor in the storage. Messages: {lost_reference}" in result.stderr
    assert f"is not the one that was received. Messages: {changed_reference}" in result.stderr
    assert f"no key in MESSAGE_KEYS can decrypt it. Messages: {sealed_reference}" in result.stderr
    assert "The site is restored to its state" not in result.stdout
    for name in ("one.pdf", "two.pdf", "three.pdf"):
        assert name not in result.stdout + result.stderr
    assert later in site.store.files(), "it may be what is left of the missing one"


def without_patient_files(backup, path):
    """Write the backup as earlier versions made it for a site with PRIVATE_BUCKET."""
    with tarfile.open(backup) as old, tarfile.open(path, "w") as new:
        manifest = json.load(old.extractfile("manifest.json"))
        del manifest["private_bucket"]
        manifest["members"] = {
            name: value for name, value in manifest["members"].items() if not name.startswith("private/")
        }
        contents = {name: old.extractfile(name).read() for name in manifest["members"]}
        for name, content in (contents | {"manifest.json": json.dumps(manifest).encode()}).items():
            header = tarfile.TarInfo(name)
            header.size = len(content)
            new.addfile(header, BytesIO(content))
    return path


def test_earlier_backup_without_files_keeps_those_in_the_storage_and_names_the_missing(
    copy_of_original, original, tmp_path
):
    site = copy_of_original("bucket")
    path = without_patient_files(original[1], tmp_path / "earlier.tar")
    files = site.store.files()
    said = site.ok("restore", str(path), "--replace")
    assert "WARNING: the backup has the rows of 3 files of patients, but no such file" in said
    assert site.store.files() == files
    site.lose_files()
    result = site.run("restore", str(path), "--replace")
    assert result.returncode != 0
    assert "3 files of patients CANNOT BE OPENED" in result.stderr
    for _name, reference in site.references():
        assert reference in result.stderr


def test_database_of_an_older_version_does_not_break_the_check(copy_of_original):
    site = copy_of_original("folder")
    with site.connect() as (execute, _tables):
        execute("ALTER TABLE site_forms_attachment DROP COLUMN content_digest")
        execute("ALTER TABLE site_forms_message DROP COLUMN words")
    path, _said = site.backup()
    site.lose_files()
    assert "Opening 3 files of patients" in site.ok("restore", str(path), "--replace")


def test_bucket_that_is_not_empty_is_unchanged_without_replace(original, new_site):
    site = new_site("bucket")
    name = new_name()
    site.store.write(name, b"sealed")
    result = site.run("restore", str(original[1]))
    assert "This site is not empty" in result.stderr
    assert site.store.files() == {name: b"sealed"}


def test_missing_bucket_is_named(original, new_site):
    site = new_site("bucket")
    site.variables["PRIVATE_BUCKET"] = "nowhere"
    for command in (["backup"], ["restore", str(original[1])]):
        result = site.run(*command)
        assert result.returncode != 0
        assert "The bucket nowhere of patients' files cannot be read" in result.stderr
        assert "Check PRIVATE_BUCKET" in result.stderr
    assert not list((site.folder / "var/backups").iterdir())


@pytest.fixture(params=["folder", "bucket"])
def store(request, s3, tmp_path, settings):
    """A store with two files; yields it with an object that reads and writes behind its back."""
    if request.param == "folder":
        files = Folder(tmp_path / "private")
        return FolderStore("private", files.path), files
    files = Bucket(s3, f"store-{abs(hash(request.node.name))}")
    settings.STORAGES = settings.STORAGES | {"patient_files": files.storage()}
    return BucketStore("private", storages["patient_files"]), files


@pytest.fixture
def replaced(store, tmp_path):
    """A replacement of the files by those of a backup, the store's files, and what they were before."""
    store, files = store
    kept, differing, other, added = (new_name() for _number in range(4))
    for name in (kept, differing, other):
        files.write(name, b"present")
    new, old = tmp_path / "new", tmp_path / "old"
    for name, content in {kept: b"present", differing: b"of the backup", added: b"added"}.items():
        Folder(new).write(name, content)
    before = files.files()
    replacement = store.replacement(new, old)
    replacement.apply()
    expected = {kept: b"present", differing: b"of the backup", added: b"added"}
    assert expected.items() <= files.files().items()
    return replacement, files, before, expected, other


def test_files_are_those_of_before_after_an_error(replaced):
    replacement, files, before, _expected, _other = replaced
    replacement.undo()
    assert files.files() == before


def test_files_that_the_backup_does_not_have_are_deleted_at_the_end(replaced):
    replacement, files, _before, expected, other = replaced
    assert replacement.others == {other}
    replacement.delete_others()
    assert files.files() == expected


def test_files_that_rows_refer_to_are_kept(replaced):
    replacement, files, _before, expected, other = replaced
    replacement.keep({other})
    replacement.delete_others()
    assert files.files() == expected | {other: b"present"}


def test_files_are_those_of_before_if_the_new_ones_cannot_be_written(store, tmp_path, monkeypatch):
    store, files = store
    mine, first, second = (f"{folder}/{UUID(int=0).hex}" for folder in ("1a", "2b", "ff"))
    files.write(mine, b"present")
    for name in (first, second):
        Folder(tmp_path / "new").write(name, b"new")
    replacement = store.replacement(tmp_path / "new", tmp_path / "old")

    def fail_for_the_second(write):
        def failing(*arguments):
            if any(second in str(argument) or str(argument).endswith("/ff") for argument in arguments):
                raise OSError("The disk is full.")
            return write(*arguments)

        return failing

    with monkeypatch.context() as patch:
        if isinstance(store, BucketStore):
            patch.setattr(store, "write", fail_for_the_second(store.write))
        else:
            patch.setattr(shutil, "move", fail_for_the_second(shutil.move))
        with pytest.raises((BackupError, OSError)):
            replacement.apply()
    assert first in files.files()
    replacement.undo()
    assert files.files() == {mine: b"present"}


def test_only_patients_files_of_a_bucket_are_copied_and_deleted(s3, settings, tmp_path):
    files = Bucket(s3, "shared")
    settings.STORAGES = settings.STORAGES | {"patient_files": files.storage()}
    store, name = BucketStore("private", storages["patient_files"]), new_name()
    for key in (name, "images/spine.png", "README", "../outside"):
        files.write(key, b"content")
    assert store.names() == [name]
    store.replacement(tmp_path / "new", tmp_path / "old").delete_others()
    assert set(files.files()) == {"images/spine.png", "README", "../outside"}


def test_names_of_stored_files_are_recognized():
    assert NAME_IN_BUCKET.fullmatch(new_name())


def test_object_that_is_deleted_during_the_backup_is_left_out(s3, settings):
    settings.STORAGES = settings.STORAGES | {"patient_files": Bucket(s3, "emptied").storage()}
    store = BucketStore("private", storages["patient_files"])
    with pytest.raises(FileNotFoundError), store.open(new_name()):
        pass


@pytest.mark.parametrize(
    ("now", "reports", "warnings"),
    [
        ([], ["Left out a file of message AAAA-BBBB, which was deleted during the backup"], 0),
        ([PatientFile(1, "ab/old", "sha", "AAAA-BBBB")], [], 1),
    ],
)
def test_row_without_a_file_in_the_backup(monkeypatch, now, reports, warnings):
    monkeypatch.setattr("ioipm.backup.archive.patient_files_now", lambda: now)
    said, warned = [], []
    files = [PatientFile(1, "ab/old", "sha", "AAAA-BBBB"), PatientFile(2, "ab/waiting", "sha", None)]
    _check_patient_files(files, {}, said.append, warned.append)
    assert said == reports
    assert len(warned) == warnings


def test_key_rotation_during_the_backup_makes_it_fail(monkeypatch):
    now = [PatientFile(1, "cd/new", "sha", "AAAA-BBBB")]
    monkeypatch.setattr("ioipm.backup.archive.patient_files_now", lambda: now)
    with pytest.raises(BackupError, match="encrypted again during the backup"):
        _check_patient_files([PatientFile(1, "ab/old", "sha", "AAAA-BBBB")], {}, print, print)
