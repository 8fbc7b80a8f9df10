"""Links: what they refuse and in which words, what opening them does (nothing), and where their token never shows."""

import io
import logging
import re
from datetime import timedelta

import pytest
from django.conf import settings

from eichhorn.foundation import clock, crypto
from eichhorn.foundation.log import EventFormatter
from eichhorn.foundation.models import AuditEvent
from eichhorn.notices.models import Notice
from eichhorn.people import links, services
from eichhorn.people.models import Link, Organisation, Person, User
from eichhorn.people.rules import LinkProblem, LinkPurpose, LinkRefused
from tests import make

NOW = make.people.NOW
DAY = timedelta(days=1)


@pytest.fixture
def miriam(house: Organisation) -> Person:
    person: Person = make.people.person("Miriam Aydın")
    return person


def why(token: str, purpose: LinkPurpose = LinkPurpose.APPROVAL, *, after: timedelta = timedelta()) -> LinkProblem:
    with pytest.raises(LinkRefused) as refused:
        links.read(token=token, purpose=purpose, now=NOW + after)
    return refused.value.why


@pytest.mark.django_db
def test_a_link_opens_one_purpose_and_one_object(miriam: Person) -> None:
    token = make.people.link(LinkPurpose.APPROVAL, person=miriam, object_id=7, now=NOW)
    link = links.read(token=token, purpose=LinkPurpose.APPROVAL, now=NOW)
    assert (link.object_id, link.person) == (7, miriam)
    assert why(token, LinkPurpose.REQUEST) is LinkProblem.UNKNOWN
    assert why(token[:-1]) is LinkProblem.UNKNOWN


@pytest.mark.django_db
def test_a_link_has_256_bits_and_only_its_hash_is_kept(miriam: Person) -> None:
    token = make.people.link(LinkPurpose.APPROVAL, person=miriam, now=NOW)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
    assert token not in str(list(Link.objects.values())) + str(list(AuditEvent.objects.values()))


@pytest.mark.django_db
def test_a_link_holds_until_the_instant_it_expires(miriam: Person) -> None:
    token = make.people.link(LinkPurpose.APPROVAL, person=miriam, lasts=DAY, now=NOW)
    links.read(token=token, purpose=LinkPurpose.APPROVAL, now=NOW + DAY - timedelta(microseconds=1))
    assert why(token, after=DAY) is LinkProblem.EXPIRED


@pytest.mark.django_db
def test_a_link_that_ends_never_is_not_issued_where_it_decides(miriam: Person) -> None:
    with pytest.raises(ValueError, match="has to end"):
        make.people.link(LinkPurpose.APPROVAL, person=miriam, lasts=None)
    token = make.people.link(LinkPurpose.FORM, lasts=None, now=NOW)
    assert links.read(token=token, purpose=LinkPurpose.FORM, now=NOW + 3650 * DAY)


@pytest.mark.django_db
def test_a_revoked_link_is_refused_even_when_it_is_too_old_as_well(miriam: Person) -> None:
    token = make.people.link(LinkPurpose.APPROVAL, person=miriam, object_id=7, lasts=DAY, now=NOW)
    other = make.people.link(LinkPurpose.APPROVAL, person=miriam, object_id=8, lasts=DAY, now=NOW)
    assert links.revoke(purpose=LinkPurpose.APPROVAL, object_id=7, now=NOW) == 1
    assert why(token) is why(token, after=2 * DAY) is LinkProblem.REVOKED
    assert links.read(token=other, purpose=LinkPurpose.APPROVAL, now=NOW)


@pytest.mark.django_db
def test_a_link_for_once_is_used_once(miriam: Person) -> None:
    token = make.people.link(LinkPurpose.SIGN_IN, person=miriam, now=NOW)
    first = links.read(token=token, purpose=LinkPurpose.SIGN_IN, now=NOW)
    second = links.read(token=token, purpose=LinkPurpose.SIGN_IN, now=NOW)
    links.use(link=first, now=NOW)
    with pytest.raises(LinkRefused) as refused:
        links.use(link=second, now=NOW)
    assert refused.value.why is why(token, LinkPurpose.SIGN_IN) is LinkProblem.USED


@pytest.mark.django_db
def test_a_status_page_may_be_opened_again_and_again(miriam: Person) -> None:
    token = make.people.link(LinkPurpose.REQUEST, person=miriam, object_id=1, now=NOW)
    for _turn in range(3):
        links.use(link=links.read(token=token, purpose=LinkPurpose.REQUEST, now=NOW), now=NOW)


@pytest.mark.django_db
def test_the_links_of_somebody_who_left_let_nobody_in(miriam: Person) -> None:
    token = make.people.link(LinkPurpose.APPROVAL, person=miriam, now=NOW, lasts=30 * DAY)
    services.leave(person=miriam, on=NOW.date(), by=None, now=NOW) if make.people.administrator() else None
    assert why(token) is LinkProblem.REVOKED


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_a_link_changes_nothing(miriam: Person, method: str) -> None:
    token = make.people.link(LinkPurpose.SIGN_IN, person=miriam)
    before = list(Link.objects.values()), AuditEvent.objects.count(), User.objects.count()
    for _turn in range(3):
        answer = getattr(make.people.guest(), method)(f"/enter/{token}/")
        assert answer.status_code == 200
        assert "eichhorn_session" not in answer.cookies
    assert (list(Link.objects.values()), AuditEvent.objects.count(), User.objects.count()) == before


@pytest.mark.django_db
def test_the_button_signs_in_once(miriam: Person) -> None:
    token = make.people.link(LinkPurpose.SIGN_IN, person=miriam)
    guest = make.people.guest()
    assert "Als Miriam Aydın anmelden" in guest.get(f"/enter/{token}/").content.decode()
    answer = guest.post(f"/enter/{token}/")
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert "Miriam Aydın" in guest.get("/account/").content.decode()
    again = make.people.guest()
    assert again.post(f"/enter/{token}/").status_code == 410
    assert again.get("/account/").status_code == 302


@pytest.mark.django_db
def test_pages_behind_a_link_are_not_kept_not_indexed_and_tell_nobody_their_address(miriam: Person) -> None:
    good = make.people.link(LinkPurpose.SIGN_IN, person=miriam)
    for token in (good, "x" * 43):
        answer = make.people.guest().get(f"/enter/{token}/")
        assert answer["Referrer-Policy"] == "strict-origin"
        assert answer["Cache-Control"] == "no-store"
        assert "noindex" in answer["X-Robots-Tag"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("problem", "status", "german", "english"),
    [
        ("unknown", 404, "Diesen Link kennen wir nicht", "We do not know this link"),
        ("expired", 410, "Dieser Link galt bis", "This link was valid until"),
        ("revoked", 410, "Dieser Link gilt nicht mehr", "This link no longer holds"),
        ("used", 410, "Dieser Link hat seinen Dienst getan", "This link has done its work"),
    ],
)
def test_each_refusal_says_why_in_both_languages(
    miriam: Person, problem: str, status: int, german: str, english: str
) -> None:
    now = clock.now()
    made_at = now - 3 * DAY if problem == "expired" else now
    token = make.people.link(LinkPurpose.SIGN_IN, person=miriam, lasts=DAY, now=made_at)
    match problem:
        case "unknown":
            token = crypto.new_token()
        case "revoked":
            links.revoke(purpose=LinkPurpose.SIGN_IN, object_id=None, now=now)
        case "used":
            links.use(link=links.read(token=token, purpose=LinkPurpose.SIGN_IN, now=now), now=now)
    for language, words in (("de", german), ("en", english)):
        answer = make.people.guest(language).get(f"/enter/{token}/")
        assert answer.status_code == status
        assert words in answer.content.decode()


@pytest.mark.django_db
def test_an_old_link_is_renewed_by_mail_to_the_same_person_only(miriam: Person) -> None:
    token = make.people.link(LinkPurpose.SIGN_IN, person=miriam, lasts=DAY, now=clock.now() - 3 * DAY)
    guest = make.people.guest()
    assert "Neuen Link schicken" in guest.get(f"/enter/{token}/").content.decode()
    assert not Notice.objects.exists()
    answer = guest.post(f"/enter/{token}/", {"fresh_link": "1"})
    assert answer.status_code == 200
    path = make.notices.link_to(miriam.email)
    assert path.startswith("/enter/")
    assert path not in answer.content.decode()
    assert guest.post(path).status_code == 303


@pytest.mark.django_db
def test_an_old_link_is_renewed_three_times_an_hour_and_not_more(miriam: Person) -> None:
    token = make.people.link(LinkPurpose.SIGN_IN, person=miriam, lasts=DAY, now=clock.now() - 3 * DAY)
    for _turn in range(5):
        make.people.guest().post(f"/enter/{token}/", {"fresh_link": "1"})
    assert Notice.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("problem", ["revoked", "used", "good"])
def test_only_an_expired_link_is_renewed(miriam: Person, problem: str) -> None:
    now = clock.now()
    token = make.people.link(LinkPurpose.INVITATION, person=miriam, now=now)
    if problem == "revoked":
        links.revoke(purpose=LinkPurpose.INVITATION, object_id=None, now=now)
    if problem == "used":
        links.use(link=links.read(token=token, purpose=LinkPurpose.INVITATION, now=now), now=now)
    make.people.guest().post(f"/invited/{token}/", {"fresh_link": "1"})
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_a_renewed_link_stays_hidden_from_the_author(miriam: Person) -> None:
    token = links.issue(
        purpose=LinkPurpose.SIGN_IN, person=miriam, hidden_from=99, lasts=DAY, now=clock.now() - 3 * DAY
    )  # fmt: skip
    make.people.guest().post(f"/enter/{token}/", {"fresh_link": "1"})
    assert Notice.objects.get().links_hidden_from == 99


@pytest.mark.django_db
def test_who_knocks_too_often_at_one_link_waits(miriam: Person) -> None:
    token = make.people.link(LinkPurpose.SIGN_IN, person=miriam)
    guest = make.people.guest()
    statuses = [guest.get(f"/enter/{token}/").status_code for _turn in range(62)]
    assert statuses == [200] * 60 + [429] * 2
    other = make.people.link(LinkPurpose.SIGN_IN, person=miriam)
    assert guest.get(f"/enter/{other}/").status_code == 200


@pytest.mark.django_db
def test_who_guesses_links_from_one_address_waits(house: Organisation) -> None:
    from eichhorn.people import access

    guest = make.people.guest()
    statuses = [
        guest.get(f"/enter/{crypto.new_token()}/").status_code for _turn in range(access.KNOCKS_PER_ADDRESS + 1)
    ]
    assert statuses == [404] * access.KNOCKS_PER_ADDRESS + [429]


@pytest.mark.django_db
def test_no_token_is_written_into_a_log(miriam: Person, caplog: pytest.LogCaptureFixture) -> None:
    written = io.StringIO()
    console = logging.StreamHandler(written)
    console.setFormatter(EventFormatter())
    logging.getLogger().addHandler(console)
    good, unknown = make.people.link(LinkPurpose.SIGN_IN, person=miriam), crypto.new_token()
    try:
        with caplog.at_level(logging.DEBUG):
            for token in (good, unknown):
                make.people.guest().get(f"/enter/{token}/")
                make.people.guest().post(f"/enter/{token}/")
                make.people.guest().get(f"/enter/{token}/nowhere/")
                logging.getLogger("gunicorn.access").info("GET /enter/%s/ 500", token)
                logging.getLogger("gunicorn.error").error("broken at\n%s", token, extra={"urls": [f"/enter/{token}/"]})
    finally:
        logging.getLogger().removeHandler(console)
    assert "/enter/" in written.getvalue()
    for token in (good, unknown):
        assert token not in written.getvalue()


def test_every_log_of_the_product_goes_through_the_formatter_that_hides_tokens() -> None:
    assert settings.LOGGING["formatters"]["event"]["()"] == "eichhorn.foundation.log.EventFormatter"
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"event"}
