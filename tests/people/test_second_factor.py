"""The second factor: an app, recovery codes, whom it is asked of, and a lost device."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from eichhorn.foundation import clock
from eichhorn.foundation.models import AuditEvent
from eichhorn.people import second_factor, second_factor_forms
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import LinkPurpose, NotAllowed, RoleKind
from tests import make

PASSWORD = "eichel nuss wipfel kobel"
pytestmark = pytest.mark.django_db


@pytest.fixture
def miriam(house: Organisation) -> Person:
    person: Person = make.people.with_password("Miriam Aydın", password=PASSWORD, role=RoleKind.APPROVER)
    return person


def signed_in(person: Person) -> Client:
    """Return a browser in which the person has just typed their password."""
    client = make.people.guest()
    assert client.post("/sign-in/", {"login": person.email, "password": PASSWORD}).status_code == 302
    return client


def set_up(client: Client) -> str:
    """Set an app up as one does with a telephone, and return the key that it has now."""
    page = client.get("/settings/sign-in/app/").content.decode()
    assert '<svg class="qr"' in page
    found = re.search(r'id="key">([A-Z2-7 ]+)<', page)
    assert found is not None
    answer = client.post("/settings/sign-in/app/", {"code": make.people.app_code(found[1], steps=-1)})
    if "Location" not in answer:  # the half minute ended in between, and the code with it
        answer = client.post("/settings/sign-in/app/", {"code": make.people.app_code(found[1], steps=-1)})
    assert answer["Location"] == "/settings/sign-in/codes/"
    return found[1]


def codes_of(client: Client) -> list[str]:
    return re.findall(r"<li><code>(\d{8})</code>", client.get("/settings/sign-in/codes/").content.decode())


def where(client: Client) -> str:
    """Return where the browser is led when it opens the own account."""
    answer = client.get("/account/")
    return "" if answer.status_code == 200 else str(answer["Location"])


def first_step(person: Person) -> Client:
    client = make.people.guest()
    answer = client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    assert answer["Location"] == "/sign-in/second/"
    assert where(client).startswith("/sign-in/")
    return client


def test_whoever_has_an_app_signs_in_with_password_and_code(miriam: Person) -> None:
    key = set_up(signed_in(miriam))
    client = first_step(miriam)
    page = client.post("/sign-in/second/", {"code": "000000"})
    assert "Das passte nicht" in page.content.decode()
    assert where(client).startswith("/sign-in/")
    assert client.post("/sign-in/second/", {"code": make.people.app_code(key)})["Location"] == "/"
    assert where(client) == ""
    told = AuditEvent.objects.filter(verb="people.signed_in", actor_id=miriam.pk).latest("pk").details
    assert told == {"by": "password", "second": "totp"}


def test_a_code_opens_once_however_many_processes_ask(miriam: Person) -> None:
    key = set_up(signed_in(miriam))
    code = make.people.app_code(key)
    assert first_step(miriam).post("/sign-in/second/", {"code": code}).status_code == 302
    from django.core.cache import cache

    cache.clear()  # as another process would see it
    late = first_step(miriam)
    assert "schon benutzt" in late.post("/sign-in/second/", {"code": code}).content.decode()
    assert where(late).startswith("/sign-in/")


@pytest.mark.parametrize(("steps", "opens"), [(-3, False), (-1, True), (1, True), (3, False)])
def test_a_telephone_may_be_half_a_minute_off(miriam: Person, steps: int, opens: bool) -> None:
    client = signed_in(miriam)
    key = client.get("/settings/sign-in/app/").context["shown_key"]
    answer = client.post("/settings/sign-in/app/", {"code": make.people.app_code(key, steps=steps)})
    assert (answer.status_code == 302) == opens


def test_a_recovery_code_stands_in_once(miriam: Person) -> None:
    mine = signed_in(miriam)
    set_up(mine)
    codes = codes_of(mine)
    assert len(codes) == 10
    assert codes[0] in mine.get("/settings/sign-in/codes/download/").content.decode()
    assert first_step(miriam).post("/sign-in/second/", {"code": codes[0]}).status_code == 302
    assert "passte nicht" in first_step(miriam).post("/sign-in/second/", {"code": codes[0]}).content.decode()
    assert codes_of(mine) == codes[1:]
    assert mine.post("/settings/sign-in/codes/new/").status_code == 302
    assert not set(codes_of(mine)) & set(codes)


def test_guessing_ends_after_ten_tries_even_with_the_right_code(miriam: Person) -> None:
    key = set_up(signed_in(miriam))
    client = first_step(miriam)
    for _turn in range(second_factor_forms.TRIES - 1):  # one was counted when the app was set up
        assert "passte nicht" in client.post("/sign-in/second/", {"code": "000000"}).content.decode()
    page = client.post("/sign-in/second/", {"code": make.people.app_code(key)}).content.decode()
    assert "Zu viele Versuche" in page
    assert where(client).startswith("/sign-in/")


def test_secrets_of_apps_and_codes_are_sealed_where_they_lie(miriam: Person) -> None:
    client = signed_in(miriam)
    key = set_up(client).replace(" ", "")
    for kept in Authenticator.objects.all():
        assert key not in str(kept.data)
        assert str(kept.data.get("secret", kept.data.get("seed"))).startswith("gAAAA")


def test_a_link_that_signs_in_asks_for_the_second_factor_as_well(miriam: Person) -> None:
    key = set_up(signed_in(miriam))
    guest = make.people.guest()
    token = make.people.link(LinkPurpose.SIGN_IN, person=miriam)
    assert guest.post(f"/enter/{token}/")["Location"] == "/sign-in/second/"
    assert where(guest).startswith("/sign-in/")
    guest.post("/sign-in/second/", {"code": make.people.app_code(key)})
    assert where(guest) == ""


def test_a_changed_second_factor_is_told_to_its_owner_and_on_record(
    miriam: Person, django_capture_on_commit_callbacks: object
) -> None:
    client = signed_in(miriam)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        set_up(client)
    assert "Authenticator-App eingerichtet" in make.notices.text_to(miriam.email)
    assert AuditEvent.objects.filter(verb="people.app_added", actor_id=miriam.pk).count() == 1
    assert client.post("/settings/sign-in/app/remove/").status_code == 302
    assert "Authenticator-App wurde von Ihrem Konto entfernt" in make.notices.text_to(miriam.email)
    assert not Authenticator.objects.exists()


def test_an_open_browser_is_not_enough_to_change_the_sign_in(miriam: Person) -> None:
    client = signed_in(miriam)
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**one, "at": one["at"] - 301} for one in records]
    session.save()
    asked = client.get("/settings/sign-in/app/")
    assert unquote(asked["Location"]) == "/settings/sign-in/confirm/?next=/settings/sign-in/app/"
    form = {"password": "wrong", "next": "/settings/sign-in/app/"}
    assert "nicht Ihr Passwort" in client.post("/settings/sign-in/confirm/", form).content.decode()
    answer = client.post("/settings/sign-in/confirm/", {**form, "password": PASSWORD})
    assert answer["Location"] == "/settings/sign-in/app/"
    assert client.get("/settings/sign-in/app/").status_code == 200


def ask_of(*kinds: RoleKind) -> None:
    second_factor.ask_of(kinds=kinds, by=make.people.administrator(), now=clock.now())


def test_whoever_lacks_a_second_factor_that_their_role_needs_sets_it_up_and_can_do_nothing_else(miriam: Person) -> None:
    before = signed_in(miriam)
    ask_of(RoleKind.APPROVER)
    assert where(before) == ""  # nobody is torn out of what they are doing
    client = signed_in(miriam)
    for path in ("/", "/account/", "/plan/posts/", "/settings/sign-in/"):
        assert client.get(path)["Location"] == "/settings/sign-in/needed/"
    assert client.post("/settings/sign-in/devices/end/")["Location"] == "/settings/sign-in/needed/"
    page = client.get("/settings/sign-in/needed/").content.decode()
    assert "im Namen des Hauses" in page
    set_up(client)
    assert len(codes_of(client)) == 10
    assert where(client) == ""
    assert first_step(miriam)


def test_whose_role_needs_none_is_let_in_as_before(house: Organisation) -> None:
    author = make.people.with_password(password=PASSWORD, role=RoleKind.AUTHOR)
    ended = make.people.with_password(password=PASSWORD, role=None)
    ask_of(RoleKind.APPROVER, RoleKind.ADMINISTRATOR)
    assert where(signed_in(author)) == where(signed_in(ended)) == ""


def test_a_link_still_opens_its_page_for_somebody_at_the_gate(miriam: Person) -> None:
    ask_of(RoleKind.APPROVER)
    client = signed_in(miriam)
    assert client.get(f"/ask/{make.desk.form_token()}/").status_code == 200


def test_the_last_factor_that_a_role_needs_is_not_removed(miriam: Person) -> None:
    ask_of(RoleKind.APPROVER)
    client = signed_in(miriam)
    set_up(client)
    page = client.post("/settings/sign-in/app/remove/").content.decode()
    assert "Fügen Sie erst einen anderen hinzu" in page
    assert Authenticator.objects.filter(user__person=miriam, type="totp").exists()


def test_a_lost_device_is_put_back_by_the_administration_on_record_and_the_person_is_told(miriam: Person) -> None:
    elsewhere = signed_in(miriam)
    set_up(elsewhere)
    by = make.people.administrator("Helene Voss")
    office = make.people.client_of(by)
    assert "Das Gerät ist verloren" in office.get(f"/settings/people/{miriam.pk}/").content.decode()
    assert office.post(f"/settings/people/{miriam.pk}/second-factor/reset/").status_code == 303
    assert not Authenticator.objects.filter(user__person=miriam).exists()
    assert where(elsewhere).startswith("/sign-in/")
    event = AuditEvent.objects.get(verb="people.second_factor_reset")
    assert (event.actor_id, event.object_id) == (by.pk, miriam.pk)
    letter = make.notices.text_to(miriam.email)
    assert "Helene Voss hat Ihren zweiten Faktor zurückgesetzt" in letter
    assert where(signed_in(miriam)) == ""


def test_whoever_runs_the_server_helps_the_last_administrator(
    miriam: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(signed_in(miriam))
    call_command("reset_second_factor", miriam.email.upper())
    assert "Miriam Aydın can sign in without a second factor" in capsys.readouterr().out
    assert "Wer den Server von Eichhorn betreibt, hat Ihren zweiten Faktor" in make.notices.text_to(miriam.email)
    assert AuditEvent.objects.get(verb="people.second_factor_reset").actor_id is None
    call_command("reset_second_factor", miriam.email)
    assert "has no second factor" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Nobody in the directory"):
        call_command("reset_second_factor", "nobody@erlengrund.example")


def test_nobody_else_resets_a_second_factor_and_nobody_their_own(miriam: Person) -> None:
    set_up(signed_in(miriam))
    manager, by = make.people.person(role=RoleKind.MANAGER), make.people.administrator()
    with pytest.raises(NotAllowed):
        second_factor.reset(person=miriam, by=manager, now=clock.now())
    with pytest.raises(second_factor.OwnReset):
        second_factor.reset(person=by, by=by, now=clock.now())
    assert Authenticator.objects.filter(user__person=miriam).exists()


def test_only_the_administration_says_of_whom_a_second_factor_is_asked(miriam: Person) -> None:
    with pytest.raises(NotAllowed):
        second_factor.ask_of(kinds=[RoleKind.APPROVER], by=miriam, now=clock.now())


def test_passkeys_are_offered_where_a_browser_would_give_one(miriam: Person, settings: Settings) -> None:
    for address, offered in (
        ("https://eichhorn.stadt.example", True), ("http://localhost:8017", True), ("http://stadt.example", False),
        ("http://127.0.0.1:8017", False), ("https://192.0.2.7", False),
    ):  # fmt: skip
        settings.PUBLIC_URL = address
        assert ("Mit Passkey anmelden" in make.people.guest().get("/sign-in/").content.decode()) == offered
        page = signed_in(miriam).get("/settings/sign-in/").content.decode()
        assert ("Passkeys brauchen eine Adresse" in page) != offered


def test_a_stolen_passkey_answer_is_worth_nothing(miriam: Person, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://eichhorn.stadt.example"
    guest = make.people.guest()
    for wrong in ("", "{", "{}", '{"response": {"userHandle": "MQ"}}', '{"id": "x", "response": 7}'):
        answer = guest.post("/sign-in/passkey/", {"credential": wrong})
        assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert where(guest).startswith("/sign-in/")


def test_the_day_has_an_end_for_guesses(miriam: Person) -> None:
    from eichhorn.people import throttle

    now, user = clock.now(), miriam.user
    for turn in range(second_factor_forms.TRIES_A_DAY):
        assert throttle.allow(f"second:{user.pk}:day", limit=50, per=timedelta(days=1), now=now), turn
    with pytest.raises(Exception, match="Zu viele Versuche"):
        second_factor_forms.count_try(user)
