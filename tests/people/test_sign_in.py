"""Sign-in by password, forgotten passwords, invitations, and the set-up of an empty house."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from eichhorn.foundation import clock
from eichhorn.foundation.models import AuditEvent
from eichhorn.notices.models import Notice
from eichhorn.people import adapter, invitations, queries, services
from eichhorn.people.models import Organisation, Person, User
from eichhorn.people.rules import Act, LinkPurpose, NotAllowed
from tests import make

PASSWORD = "eichel nuss wipfel kobel"


@pytest.fixture
def miriam(house: Organisation) -> Person:
    person: Person = make.people.person("Miriam Aydın", email="miriam.aydin@erlengrund.example")
    user = services.way_in(person=person)
    user.set_password(PASSWORD)
    user.save()
    return person


def without_secrets(page: str) -> str:
    """Return the page without what differs each time: the token against forged forms, and what the reader typed."""
    return re.sub(r'value="[^"]*"|X-CSRFToken": "[^"]*"', "", page)


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> int:
    return client.post("/sign-in/", {"login": email, "password": password, **more}).status_code


@pytest.mark.django_db
def test_whoever_is_not_signed_in_is_sent_to_the_door_and_back(miriam: Person) -> None:
    guest = make.people.guest()
    answer = guest.get("/account/")
    assert answer["Location"] == "/sign-in/?next=/account/"
    page = guest.get(answer["Location"]).content.decode()
    assert 'name="next" value="/account/"' in page
    answer = guest.post("/sign-in/", {"login": miriam.email, "password": PASSWORD, "next": "/account/"})
    assert answer["Location"] == "/account/"
    assert "Miriam Aydın" in guest.get("/account/").content.decode()


@pytest.mark.django_db
def test_capitals_of_the_address_do_not_matter(miriam: Person) -> None:
    assert sign_in(make.people.guest(), "Miriam.Aydin@Erlengrund.Example") == 302


@pytest.mark.django_db
def test_the_way_back_never_leads_out_of_the_house(miriam: Person) -> None:
    answer = make.people.guest().post(
        "/sign-in/", {"login": miriam.email, "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert answer["Location"] == "/"


@pytest.mark.django_db
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(miriam: Person) -> None:
    def answer(email: str) -> str:
        page = make.people.guest().post("/sign-in/", {"login": email, "password": "not this one"}).content.decode()
        return without_secrets(page)

    known, unknown = answer(miriam.email), answer("nobody@erlengrund.example")
    assert known == unknown
    assert "passen nicht zusammen" in known


@pytest.mark.django_db
def test_after_ten_tries_even_the_right_password_waits(miriam: Person) -> None:
    guest = make.people.guest()
    for _turn in range(adapter.TRIES_PER_NAME_AND_ADDRESS):
        assert sign_in(guest, miriam.email, "wrong") == 200
    answer = guest.post("/sign-in/", {"login": miriam.email.upper(), "password": PASSWORD})
    assert "Zu viele Versuche" in answer.content.decode()
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert sign_in(elsewhere, miriam.email) == 302
    assert guest.get("/account/").status_code == 302


@pytest.mark.django_db
def test_the_tenth_try_may_be_the_right_one(miriam: Person) -> None:
    guest = make.people.guest()
    for _turn in range(adapter.TRIES_PER_NAME_AND_ADDRESS - 1):
        sign_in(guest, miriam.email, "wrong")
    assert sign_in(guest, miriam.email) == 302


@pytest.mark.django_db
def test_nobody_signs_up(miriam: Person) -> None:
    for path in ("/sign-up/", "/signup/", "/sign-in/signup/", "/accounts/signup/"):
        assert make.people.guest().get(path).status_code == 404
    assert not adapter.OurWay().is_open_for_signup(None)


@pytest.mark.django_db
def test_signing_out_is_a_press_and_not_a_link(miriam: Person) -> None:
    client = make.people.client_of(miriam)
    client.get("/sign-out/")
    assert client.get("/account/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/account/").status_code == 302


@pytest.mark.django_db
def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(miriam: Person) -> None:
    guest = make.people.guest()
    assert guest.post("/sign-in/forgotten/", {"email": miriam.email})["Location"] == "/sign-in/forgotten/sent/"
    path = make.notices.link_to(miriam.email)
    page = guest.get(path, follow=True)
    assert "Neues Passwort wählen" in page.content.decode()
    target = page.redirect_chain[-1][0]
    assert guest.post(target, {"password1": "wurzel stamm zweig"}).status_code == 302
    assert sign_in(make.people.guest(), miriam.email, "wurzel stamm zweig") == 302
    assert "geändert" in make.notices.text_to(miriam.email)
    assert "seinen Dienst getan" in make.people.guest().get(path, follow=True).content.decode()


@pytest.mark.django_db
def test_asking_for_a_new_password_tells_nobody_who_has_an_account(miriam: Person) -> None:
    make.people.person(email="without.account@erlengrund.example")
    pages = set()
    for email in (miriam.email, "without.account@erlengrund.example", "nobody@erlengrund.example"):
        answer = make.people.guest().post("/sign-in/forgotten/", {"email": email}, follow=True)
        pages.add((answer.status_code, without_secrets(answer.content.decode())))
    assert len(pages) == 1
    assert [notice.to_email for notice in Notice.objects.all()] == [miriam.email]


@pytest.mark.django_db
def test_letters_about_a_password_are_five_an_hour_and_no_more(miriam: Person) -> None:
    for _turn in range(7):
        make.people.guest().post("/sign-in/forgotten/", {"email": miriam.email})
    assert Notice.objects.count() == 5


@pytest.mark.django_db
def test_a_password_is_changed_by_whoever_knows_the_old_one(miriam: Person) -> None:
    client = make.people.client_of(miriam)
    new = "wurzel stamm zweig"
    assert client.post("/account/password/", {"oldpassword": "wrong", "password1": new}).status_code == 200
    assert client.post("/account/password/", {"oldpassword": PASSWORD, "password1": new}).status_code == 302
    assert client.get("/account/").status_code == 200
    assert sign_in(make.people.guest(), miriam.email, new) == 302


@pytest.mark.django_db
@pytest.mark.parametrize("bad", ["short", "passwort123", "miriam.aydin@erlengrund.example", ""])
def test_a_poor_password_is_refused_with_a_reason_at_the_field(miriam: Person, bad: str) -> None:
    invited = make.people.person("Jonas Brandt", email="jonas.brandt@erlengrund.example")
    token = make.people.link(LinkPurpose.INVITATION, person=invited)
    bad = bad.replace("miriam.aydin", "jonas.brandt")
    page = make.people.guest().post(f"/invited/{token}/", {"password": bad}).content.decode()
    assert 'id="id_password_error"' in page or bad == "passwort123"
    assert not User.objects.filter(person=invited).exists() or bad == "passwort123"


@pytest.mark.django_db
def test_an_invitation_is_a_mail_with_a_link_by_which_one_chooses_a_password_once(house: Organisation) -> None:
    by, jonas = make.people.administrator(), make.people.person("Jonas Brandt")
    answer = make.people.client_of(by).post(f"/settings/people/{jonas.pk}/invite/")
    assert answer.status_code == 303
    path = make.notices.link_to(jonas.email)
    guest = make.people.guest()
    assert "Willkommen, Jonas Brandt" in guest.get(path).content.decode()
    assert not User.objects.filter(person=jonas).exists()
    assert guest.post(path, {"password": PASSWORD}).status_code == 303
    assert "Jonas Brandt" in guest.get("/account/").content.decode()
    assert sign_in(make.people.guest(), jonas.email) == 302
    again = make.people.guest().post(path, {"password": "another one altogether"})
    assert again.status_code == 410
    assert sign_in(make.people.guest(), jonas.email) == 302


@pytest.mark.django_db
def test_a_second_invitation_ends_the_first(house: Organisation) -> None:
    by, jonas = make.people.administrator(), make.people.person("Jonas Brandt")
    invitations.invite(person=jonas, by=by, now=clock.now())
    first = make.notices.link_to(jonas.email)
    invitations.invite(person=jonas, by=by, now=clock.now())
    assert make.people.guest().get(first).status_code == 410
    assert make.people.guest().get(make.notices.link_to(jonas.email)).status_code == 200


@pytest.mark.django_db
def test_an_invitation_holds_for_a_week(house: Organisation) -> None:
    by, jonas = make.people.administrator(), make.people.person("Jonas Brandt")
    now = clock.now()
    invitations.invite(person=jonas, by=by, now=now - timedelta(days=7))
    assert make.people.guest().get(make.notices.link_to(jonas.email)).status_code == 410
    assert invitations.open_until(jonas, now=now) is None


@pytest.mark.django_db
def test_whoever_has_an_account_is_not_invited_and_only_the_administration_invites(miriam: Person) -> None:
    by, jonas = make.people.administrator(), make.people.person("Jonas Brandt")
    with pytest.raises(services.HasAccount):
        invitations.invite(person=miriam, by=by, now=clock.now())
    with pytest.raises(NotAllowed):
        invitations.invite(person=jonas, by=miriam, now=clock.now())
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_a_letter_speaks_its_readers_language(house: Organisation) -> None:
    by, ann = make.people.administrator("Miriam Aydın"), make.people.person("Ann", language="en")
    invitations.invite(person=ann, by=by, now=clock.now())
    assert "Please choose a password" in make.notices.text_to(ann.email)
    assert make.notices.latest_to(ann.email).subject == "Your account in Eichhorn"


SET_UP = {
    "name": "Stadtwerke Erlengrund", "zone": "Europe/Vienna", "service_begins": "7:30", "service_ends": "16:00",
    "person_name": "Miriam Aydın", "email": "miriam@erlengrund.example", "password": PASSWORD,
}  # fmt: skip


@pytest.mark.django_db
def test_the_first_person_sets_up_the_house_and_nobody_does_it_again() -> None:
    first, second = (make.people.link(LinkPurpose.SET_UP) for _ in range(2))
    guest = make.people.guest()
    assert "Dieses Haus einrichten" in guest.get(f"/set-up/{first}/").content.decode()
    assert guest.post(f"/set-up/{first}/", SET_UP).status_code == 303
    house, miriam = Organisation.objects.get(), Person.objects.get()
    assert (house.name, house.zone, str(house.service_ends)) == ("Stadtwerke Erlengrund", "Europe/Vienna", "16:00:00")
    assert queries.acts(miriam, now=clock.now()) >= {Act.ADMINISTER, Act.STEER, Act.PLAN}
    assert "Miriam Aydın" in guest.get("/account/").content.decode()
    for token in (first, second):
        other = make.people.guest()
        assert other.get(f"/set-up/{token}/").status_code == 410
        assert other.post(f"/set-up/{token}/", {**SET_UP, "email": "evil@example.org"}).status_code == 410
    assert Person.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", ""),
        ("zone", "Mars/Base"),
        ("service_begins", "25:00"),
        ("service_ends", "7:30"),
        ("email", "x"),
        ("password", "short"),
    ],
)
def test_a_wrong_answer_at_set_up_is_named_and_nothing_is_made(field: str, wrong: str) -> None:
    token = make.people.link(LinkPurpose.SET_UP)
    page = make.people.guest().post(f"/set-up/{token}/", {**SET_UP, field: wrong})
    assert page.status_code == 200
    assert f'id="id_{field}_error"' in page.content.decode()
    assert not Organisation.objects.exists()
    assert not Person.objects.exists()
    assert make.people.guest().post(f"/set-up/{token}/", SET_UP).status_code == 303


@pytest.mark.django_db
def test_entering_is_on_record(miriam: Person) -> None:
    token = make.people.link(LinkPurpose.SIGN_IN, person=miriam)
    make.people.guest().post(f"/enter/{token}/")
    assert AuditEvent.objects.filter(verb="people.entered", actor_id=miriam.pk).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("server", "words"), [("smtp://127.0.0.1:1", "ist unterwegs"), ("", "Ausgehende Mails")])
def test_nobody_is_promised_a_mail_that_cannot_leave(
    house: Organisation, settings: Settings, server: str, words: str
) -> None:
    settings.MAIL_URL = server
    by, jonas = make.people.administrator(), make.people.person("Jonas Brandt")
    page = make.people.client_of(by).post(f"/settings/people/{jonas.pk}/invite/", follow=True)
    assert words in page.content.decode()
    told = make.people.guest().post("/sign-in/forgotten/", {"email": jonas.email}, follow=True).content.decode()
    assert ("ist ein Link dorthin unterwegs" in told) == bool(server)
