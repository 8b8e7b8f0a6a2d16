"""Users who may read messages sign in with a password and a code of their phone."""

import re
import time

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from ioipm.access.second_factor import needs_second_factor
from tests.html import soup
from tests.ioipm.test_settings import GOOD
from tests.services import manage

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

RIGHT = "a long password"
HOME, CODE, SET_UP = "/admin/", "/admin/second-factor/", "/admin/second-factor/set-up/"
DESK = "/admin/reports/site-history/?user=1"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR = True


@pytest.fixture
def marketing(django_user_model):
    """A user who edits pages and may not read messages."""
    user = django_user_model.objects.create_user("marketing", "marketing@example.com", RIGHT)
    user.groups.add(Group.objects.get(name="Editors"))
    return user


@pytest.fixture
def front_desk(django_user_model):
    """A user who may read messages."""
    user = django_user_model.objects.create_user("desk", "desk@example.com", RIGHT)
    messages, _made = ContentType.objects.get_or_create(app_label="site_forms", model="message")
    may_read, _made = Permission.objects.get_or_create(
        content_type=messages, codename="view_message", defaults={"name": "Can read messages"}
    )
    user.user_permissions.add(may_read, Permission.objects.get(codename="access_admin"))
    return user


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def code_of(device, steps=0):
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time() + steps * device.step
    return f"{totp.token():06d}"


def make_device(user):
    return TOTPDevice.objects.create(user=user, name="Phone", confirmed=True)


def key_shown(client):
    return soup(client.get(SET_UP)).select_one("details code").text


def forget_failures(device):
    TOTPDevice.objects.filter(pk=device.pk).update(
        throttling_failure_timestamp=None, throttling_failure_count=0, last_t=-1
    )


def enter_code(client, code, next_address=HOME):
    return client.post(CODE, {"code": code, "next": next_address})


def test_only_users_who_read_messages_need_a_second_factor(editor, front_desk, marketing):
    assert needs_second_factor(editor)
    assert needs_second_factor(front_desk)
    assert not needs_second_factor(marketing)


@pytest.mark.parametrize("address", [HOME, DESK, "/admin/account/", "/admin/users/", "/admin/pages/"])
def test_user_without_a_device_is_redirected_to_setting_one_up(front_desk, address):
    response = client_of(front_desk).get(address)
    assert response.status_code == 302
    assert response["Location"].startswith(SET_UP + "?next=/admin/")


def test_superuser_without_a_device_sets_one_up_too(editor_client):
    assert editor_client.get(HOME)["Location"].startswith(SET_UP)


def test_editor_who_reads_no_messages_signs_in_with_the_password(marketing):
    client = client_of(marketing)
    page = client.get(HOME)
    assert page.status_code == 200
    assert "wagtailadmin_explore" in page.content.decode() or "Pages" in page.content.decode()


def test_setting_up_needs_the_code_and_the_password(front_desk):
    client = client_of(front_desk)
    client.get(SET_UP)
    device = TOTPDevice.objects.get(user=front_desk)
    values = {"code": code_of(device), "password": "wrong"}
    assert "That is not your password" in client.post(SET_UP, values).content.decode()
    forget_failures(device)
    assert "That is not the code" in client.post(SET_UP, {"code": "1", "password": RIGHT}).content.decode()
    assert client.get(HOME).status_code == 302
    assert not TOTPDevice.objects.filter(confirmed=True).exists()
    forget_failures(device)
    response = client.post(SET_UP, {"code": code_of(device), "password": RIGHT, "next": DESK})
    assert response["Location"] == DESK
    assert client.get(HOME).status_code == 200


def test_key_stays_after_reloading_and_differs_between_sessions(front_desk):
    first, second = client_of(front_desk), client_of(front_desk)
    key = key_shown(first)
    assert key_shown(first) == key
    assert key_shown(second) != key
    assert TOTPDevice.objects.filter(user=front_desk).count() == 1


def test_key_can_be_typed_and_scanned_from_a_picture_in_the_page(front_desk):
    client = client_of(front_desk)
    page = soup(client.get(SET_UP))
    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", page.select_one("details code").text)
    picture = page.select_one("main img")
    assert picture["alt"]
    assert picture["src"].startswith("data:image/svg+xml;base64,")
    assert key_shown(client).replace(" ", "") in TOTPDevice.objects.get(user=front_desk).config_url


def test_new_phone_replaces_the_old_one(front_desk):
    old = make_device(front_desk)
    client = client_of(front_desk)
    enter_code(client, code_of(old))
    client.get(SET_UP)
    new = TOTPDevice.objects.get(confirmed=False)
    client.post(SET_UP, {"code": code_of(new), "password": RIGHT})
    assert TOTPDevice.objects.get().key == new.key
    assert client.get(HOME).status_code == 200


def test_user_with_a_device_enters_the_code_and_returns_to_the_page(front_desk):
    device = make_device(front_desk)
    client = client_of(front_desk)
    response = client.get(DESK)
    assert response["Location"].startswith(CODE + "?next=/admin/reports/site-history/")
    assert soup(client.get(response["Location"])).select_one("input[name=next]")["value"] == DESK
    assert enter_code(client, code_of(device), DESK)["Location"] == DESK
    assert client.get(HOME).status_code == 200


def test_code_page_does_not_redirect_to_another_site(front_desk):
    device = make_device(front_desk)
    response = enter_code(client_of(front_desk), code_of(device), "https://evil.example/")
    assert response["Location"].startswith("/")


def test_wrong_code_is_refused_and_the_next_attempt_must_wait(front_desk):
    device = make_device(front_desk)
    client = client_of(front_desk)
    right = code_of(device)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    assert "That is not the code" in enter_code(client, wrong).content.decode()
    assert "short wait" in enter_code(client, right).content.decode()  # right, but at once after a wrong one
    assert client.get(HOME).status_code == 302


def test_code_works_once(front_desk):
    device = make_device(front_desk)
    code = code_of(device)
    assert enter_code(client_of(front_desk), code).status_code == 302
    assert enter_code(client_of(front_desk), code).status_code == 200


def test_user_with_a_device_needs_its_code_to_set_up_another(front_desk):
    device = make_device(front_desk)
    client = client_of(front_desk)
    assert client.get(SET_UP)["Location"].startswith(CODE + "?next=")
    assert client.post(SET_UP, {"code": "000000", "password": RIGHT})["Location"].startswith(CODE + "?next=")
    assert list(TOTPDevice.objects.all()) == [device]


def test_voluntary_device_is_required_at_sign_in(marketing):
    device = make_device(marketing)
    client = client_of(marketing)
    assert client.get(HOME)["Location"].startswith(CODE)
    enter_code(client, code_of(device))
    assert client.get(HOME).status_code == 200


def test_account_page_offers_a_device_to_every_user(marketing):
    client = client_of(marketing)
    assert soup(client.get("/admin/account/")).select_one(f"a[href='{SET_UP}']")
    assert client.get(SET_UP).status_code == 200
    assert client.get(CODE)["Location"] == SET_UP


def test_code_of_another_users_device_is_refused(front_desk, marketing):
    make_device(front_desk)
    client = client_of(front_desk)
    assert enter_code(client, code_of(make_device(marketing))).status_code == 200
    assert client.get(HOME).status_code == 302


def test_wrong_codes_are_logged_without_the_code(front_desk, caplog):
    make_device(front_desk)
    enter_code(client_of(front_desk), "271828")
    assert f"Second factor refused: user {front_desk.pk}" in caplog.text
    assert "271828" not in caplog.text


@pytest.mark.parametrize("address", [HOME, CODE, SET_UP])
def test_visitor_without_password_is_redirected_to_the_login(client, address):
    assert client.get(address)["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/sprite/", "/admin/jsi18n/"])
def test_files_of_the_login_pages_are_served(client, address):
    assert client.get(address).status_code == 200


def test_public_pages_need_no_code(client, front_desk):
    assert "Cookie" not in client.get("/").get("Vary", "")
    assert client_of(front_desk).get("/").status_code == 200


def test_command_removes_a_lost_device(front_desk, capsys, caplog):
    device = make_device(front_desk)
    client = client_of(front_desk)
    enter_code(client, code_of(device))
    call_command("forget_second_factor", "desk")
    assert "is forgotten" in capsys.readouterr().out
    assert f"Second factor of user {front_desk.pk} forgotten" in caplog.text
    assert client.get(HOME)["Location"].startswith(SET_UP)
    call_command("forget_second_factor", "desk")
    assert "has no second factor" in capsys.readouterr().out


def test_command_names_an_unknown_user():
    with pytest.raises(CommandError, match="There is no user “nobody”"):
        call_command("forget_second_factor", "nobody")


@pytest.mark.slow
def test_second_factor_is_on_in_production_and_off_in_development(tmp_path):
    code = "from django.conf import settings; print(settings.SECOND_FACTOR, settings.AXES_ENABLED)"
    development = GOOD | {"DJANGO_SETTINGS_MODULE": "ioipm.settings.dev"}
    for environment, wanted in ((GOOD, "True True"), (development, "False True")):
        result = manage("shell", "-v", "0", "-c", code, tmp_path=tmp_path, **environment)
        assert result.stdout.strip() == wanted, result.stderr
