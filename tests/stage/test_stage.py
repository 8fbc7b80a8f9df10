"""The stage as its audience sees it and as programs meet it."""

import io
from datetime import timedelta

import pytest
from django.conf import Settings
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from eichhorn.foundation import clock
from eichhorn.foundation.text import comparable
from eichhorn.networks.plain import from_html, to_html
from eichhorn.people.rules import LinkPurpose, RoleKind
from eichhorn.stage import queries, rules, services
from eichhorn.stage.models import Actor, App, Grant, Status, Upload
from eichhorn.stage.rules import Asked
from eichhorn.stage.services import No, StageRefused
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.people.NOW
API = {"HTTP_AUTHORIZATION": "", "content_type": "application/json"}


def picture_bytes(kind: str = "PNG") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (8, 6), (154, 67, 30)).save(stream, kind)
    return stream.getvalue()


@pytest.fixture
def actor(db: None) -> Actor:
    make.people.organisation()
    return services.account(handle="stadtwerke", name="Stadtwerke Erlengrund")


@pytest.fixture
def token(actor: Actor) -> str:
    return services.open_account(handle=actor.handle, name=actor.name, now=NOW).token


def as_program(token: str) -> Client:
    return Client(headers={"authorization": f"Bearer {token}"})


def seated() -> Client:
    """Return a visitor who came by a link."""
    browser: Client = make.people.guest()
    browser.get(f"/stage/enter/{make.people.link(LinkPurpose.STAGE, lasts=None)}/")
    return browser


def test_who_has_the_link_sees_the_stage_and_who_has_not_does_not(actor: Actor) -> None:
    services.post(actor=actor, words="Guten Tag", now=NOW)
    assert make.people.guest().get("/stage/").status_code == 302
    assert "Guten Tag" in seated().get("/stage/").text
    assert "Guten Tag" in make.people.client_of(make.people.person()).get("/stage/").text


def test_a_link_that_was_ended_shows_nothing_more(actor: Actor) -> None:
    visitor = seated()
    manager = make.people.person(role=RoleKind.MANAGER)
    shown = make.people.client_of(manager).post("/stage/invite/")
    assert "/stage/enter/" in shown.text
    assert visitor.get("/stage/").status_code == 302


def test_only_who_plans_invites_an_audience() -> None:
    assert make.people.client_of(make.people.person(role=RoleKind.READER)).post("/stage/invite/").status_code == 403


def test_no_search_engine_keeps_the_stage(actor: Actor) -> None:
    status = services.post(actor=actor, words="Guten Tag", now=NOW)
    for path in ("/stage/", f"/stage/posts/{status.pk}/"):
        answer = seated().get(path)
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert '<meta name="robots" content="noindex, nofollow">' in answer.text


def test_a_visitor_answers_under_a_post(actor: Actor, token: str) -> None:
    status = services.post(actor=actor, words="Die Straße ist zu.", now=NOW)
    answer = seated().post(
        f"/stage/posts/{status.pk}/answer/", {"name": "Ada Müller", "words": "Wie lange <b>denn</b>?"}
    )
    assert answer.status_code == 303
    said = Status.objects.get(in_reply_to=status)
    assert (said.actor.handle, said.actor.visitor, said.actor.name) == ("gast_ada_mueller", True, "Ada Müller")
    page = seated().get(f"/stage/posts/{status.pk}/").text
    assert "Wie lange &lt;b&gt;denn&lt;/b&gt;?" in page
    [told] = as_program(token).get("/stage/api/v1/notifications?types[]=mention").json()
    assert told["status"]["in_reply_to_id"] == str(status.pk)


@pytest.mark.parametrize(("name", "words"), [("", "Hallo"), ("Ada", ""), ("Ada", "x" * 501)])
def test_an_answer_that_is_none_is_said_at_its_field_and_kept_in_it(actor: Actor, name: str, words: str) -> None:
    status = services.post(actor=actor, words="Guten Tag", now=NOW)
    answer = seated().post(f"/stage/posts/{status.pk}/answer/", {"name": name, "words": words})
    assert answer.status_code == 422
    assert "_error" in answer.text
    assert (name or words) in answer.text
    assert Status.objects.count() == 1


def test_one_visitor_does_not_flood_the_stage(actor: Actor) -> None:
    status, visitor = services.post(actor=actor, words="Guten Tag", now=NOW), seated()
    codes = [
        visitor.post(f"/stage/posts/{status.pk}/answer/", {"name": "Ada", "words": f"Nr. {n}"}).status_code
        for n in range(21)
    ]
    assert codes == [303] * 20 + [429]


def test_a_visitor_never_speaks_as_an_account(actor: Actor) -> None:
    services.say_as_visitor(name="Stadtwerke", words="Alles abgesagt", reply_to=None, language="de", now=NOW)
    assert Actor.objects.get(visitor=True).handle == "gast_stadtwerke"
    with pytest.raises(StageRefused):
        services.account(handle="gast_stadtwerke", name="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Actor.objects.create(handle="gast_x", name="x", visitor=False)


def test_a_picture_is_shown_with_its_description(actor: Actor) -> None:
    upload = services.take_picture(actor=actor, content=picture_bytes(), alt='Ein "Bagger"', now=NOW)
    services.post(actor=actor, words="Mit Bild", uploads=[upload.pk], now=NOW)
    visitor = seated()
    assert 'alt="Ein &quot;Bagger&quot;"' in visitor.get("/stage/").text
    answer = visitor.get(f"/stage/media/{upload.pk}/")
    assert (answer["Content-Type"], answer.content) == ("image/png", picture_bytes())
    assert make.people.guest().get(f"/stage/media/{upload.pk}/").status_code == 302


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg onload=alert(1)>", b"<html>", b"GIF89a", picture_bytes()[:40], picture_bytes("BMP"), b"x" * 8_000_001],
)
def test_what_is_no_picture_is_refused(actor: Actor, content: bytes) -> None:
    with pytest.raises(StageRefused):
        services.take_picture(actor=actor, content=content, alt="", now=NOW)


@pytest.mark.parametrize(("words", "why"), [("x" * 501, No.TOO_LONG), ("  ", No.EMPTY)])
def test_the_stage_keeps_to_what_it_tells(actor: Actor, words: str, why: No) -> None:
    with pytest.raises(StageRefused, match=why):
        services.post(actor=actor, words=words, now=NOW)
    services.post(actor=actor, words="x" * 477 + "https://example.org/" + "y" * 200, now=NOW)


def test_the_same_key_says_it_once(actor: Actor, token: str) -> None:
    program = as_program(token)
    for _ in range(2):
        program.post("/stage/api/v1/statuses", {"status": "Einmal"}, headers={"idempotency-key": "k1"})
    assert Status.objects.count() == 1


def test_a_post_that_fails_halfway_leaves_nothing(actor: Actor) -> None:
    upload = services.take_picture(actor=actor, content=picture_bytes(), alt="", now=NOW)
    with pytest.raises(StageRefused):
        services.post(actor=actor, words="Mit Bildern", uploads=[upload.pk, 999_999], now=NOW)
    assert not Status.objects.exists()
    assert Upload.objects.get().status_id is None


@pytest.mark.parametrize("path", ["/api/v1/accounts/verify_credentials", "/api/v1/notifications", "/api/v1/statuses/1"])
def test_nobody_reads_the_api_without_a_key(actor: Actor, path: str) -> None:
    person = make.people.person(role=RoleKind.ADMINISTRATOR)
    for browser in (make.people.guest(), as_program("falsch"), make.people.client_of(person)):
        assert browser.get(f"/stage{path}").status_code == 401


def test_a_key_posts_for_its_own_account_alone(actor: Actor, token: str) -> None:
    other = services.account(handle="ada", name="Ada")
    status = services.post(actor=other, words="Meins", now=NOW)
    assert as_program(token).delete(f"/stage/api/v1/statuses/{status.pk}").status_code == 404
    upload = services.take_picture(actor=other, content=picture_bytes(), alt="", now=NOW)
    answer = as_program(token).post("/stage/api/v1/statuses", {"status": "x", "media_ids[]": [upload.pk]})
    assert answer.status_code == 422
    assert as_program(token).get(f"/stage/api/v1/media/{upload.pk}").status_code == 404


@pytest.mark.parametrize(
    "body",
    ["{", "[]", '{"status": 7, "media_ids": ["x"]}', '{"status": null}', '{"in_reply_to_id": "x", "status": "a"}'],
)
def test_nonsense_is_refused_as_the_api_refuses(actor: Actor, token: str, body: str) -> None:
    answer = as_program(token).post("/stage/api/v1/statuses", body, content_type="application/json")
    assert answer.status_code in (400, 404, 422)
    assert "error" in answer.json()
    assert not Status.objects.exists()


def test_a_code_leads_only_where_its_program_said(actor: Actor) -> None:
    made = services.register(name="Programm", redirect_uris="https://a.example/back", now=NOW)
    page = make.people.client_of(make.people.person())
    for asked in (
        f"client_id={made.client_id}&redirect_uri=https://evil.example/&response_type=code",
        "client_id=unbekannt&redirect_uri=https://a.example/back&response_type=code",
        f"client_id={made.client_id}&redirect_uri=https://a.example/back&response_type=token",
    ):
        answer = page.post(f"/stage/oauth/authorize?{asked}", {"account": actor.handle})
        assert answer.status_code == 400
    assert not Grant.objects.exists()


def test_nobody_consents_without_being_signed_in(actor: Actor) -> None:
    made = services.register(name="Programm", redirect_uris="https://a.example/back", now=NOW)
    asked = f"/stage/oauth/authorize?client_id={made.client_id}&redirect_uri=https://a.example/back&response_type=code"
    assert make.people.guest().post(asked, {"account": actor.handle}).status_code == 302
    assert not Grant.objects.exists()


@pytest.mark.parametrize("wrong", ["client_secret", "redirect_uri", "verifier", "code", "client_id", "late"])
def test_a_code_is_redeemed_by_its_program_in_time_alone(actor: Actor, wrong: str) -> None:
    made = services.register(name="Programm", redirect_uris="https://a.example/back", now=NOW)
    app = App.objects.get(client_id=made.client_id)
    back, verifier = "https://a.example/back", "v" * 43
    code = services.consent(app=app, actor=actor, redirect_uri=back, challenge=rules.challenge_of(verifier), now=NOW)
    asked = {
        "client_id": made.client_id, "client_secret": made.client_secret, "code": code, "redirect_uri": back,
        "verifier": verifier,
    }  # fmt: skip
    late = timedelta(minutes=11) if wrong == "late" else timedelta()
    with pytest.raises(StageRefused):
        services.redeem(**(asked | ({wrong: "falsch"} if wrong != "late" else {})), now=NOW + late)
    assert services.redeem(**asked, now=NOW)
    with pytest.raises(StageRefused):
        services.redeem(**asked, now=NOW)


def test_everything_goes_after_thirty_days_and_the_keys_stay(actor: Actor, token: str) -> None:
    old = services.post(actor=actor, words="Alt", now=NOW)
    services.say_as_visitor(name="Ada", words="Alte Antwort", reply_to=old.pk, language="de", now=NOW)
    services.take_picture(actor=actor, content=picture_bytes(), alt="", now=NOW)
    services.register(name="Nie benutzt", redirect_uris="https://a.example/", now=NOW)
    services.post(actor=actor, words="Neu", now=NOW + timedelta(days=1))
    services.sweep(now=NOW + timedelta(days=30, hours=1))
    assert [status.text for status in Status.objects.all()] == ["Neu"]
    assert not Upload.objects.exists()
    assert [one.handle for one in Actor.objects.all()] == ["stadtwerke"]
    assert as_program(token).get("/stage/api/v1/accounts/verify_credentials").status_code == 200
    assert App.objects.count() == 1


def test_a_closed_stage_is_nowhere(actor: Actor, token: str, settings: Settings) -> None:
    settings.STAGE = False
    status = 404
    page = make.people.client_of(make.people.person())
    for path in ("", "posts/1/", "media/1/", "oauth/authorize", ".well-known/nodeinfo", "api/v2/instance"):
        assert page.get(f"/stage/{path}").status_code == status
    assert as_program(token).get("/stage/api/v1/notifications").status_code == status
    assert page.get(f"/stage/enter/{make.people.link(LinkPurpose.STAGE, lasts=None)}/").status_code == status


def test_the_stage_does_not_claim_to_be_mastodon(actor: Actor) -> None:
    assert make.people.guest().get("/stage/nodeinfo/2.0").json()["software"]["name"] == "eichhorn-stage"


def test_what_names_an_account_reaches_it_and_nothing_else_does(actor: Actor, token: str) -> None:
    ada = services.account(handle="ada", name="Ada")
    for words in ("Hallo @stadtwerke, hallo!", "@stadtwerke_nord nicht", "mail@stadtwerke nicht", "ohne Nennung"):
        services.post(actor=ada, words=words, now=NOW)
    told = as_program(token).get("/stage/api/v1/notifications").json()
    assert [one["status"]["account"]["username"] for one in told] == ["ada"]


def test_pages_of_the_api_fit_together(actor: Actor, token: str) -> None:
    numbers = [services.post(actor=actor, words=f"Nr. {n}", now=NOW).pk for n in range(7)]
    program, path = as_program(token), f"/stage/api/v1/accounts/{actor.pk}/statuses"

    def ids(query: str) -> list[int]:
        return [int(one["id"]) for one in program.get(f"{path}?{query}").json()]

    assert ids("limit=3") == numbers[:-4:-1]
    assert ids(f"limit=3&max_id={numbers[4]}") == numbers[3:0:-1]
    assert ids(f"limit=3&min_id={numbers[0]}") == numbers[3:0:-1]
    assert ids(f"since_id={numbers[4]}") == numbers[:4:-1]
    assert ids("limit=0&max_id=x") == ids("limit=20")


def test_a_page_of_the_timeline_costs_few_queries(actor: Actor, django_assert_max_num_queries: object) -> None:
    for number in range(15):
        upload = services.take_picture(actor=actor, content=picture_bytes(), alt="a", now=NOW)
        services.post(actor=actor, words=f"Nr. {number}", uploads=[upload.pk], now=NOW)
    visitor = seated()
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        visitor.get("/stage/")


def test_a_program_registers_now_and_then_not_always() -> None:
    make.people.organisation()
    codes = {
        make.people.guest()
        .post("/stage/api/v1/apps", {"client_name": "x", "redirect_uris": "https://a.example/"})
        .status_code
        for _ in range(61)
    }
    assert codes == {200, 429}


@given(st.text(max_size=200))
def test_what_is_said_is_what_is_shown(words: str) -> None:
    assert comparable(rules.markup(words)) == comparable(to_html(words))


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cf"]), min_size=1, max_size=60)
)
def test_plain_text_comes_back_from_markup(words: str) -> None:
    assert from_html(f"<p>{to_html(words)}</p>") == words


@given(st.text(max_size=80), st.booleans())
def test_every_name_gives_a_handle(name: str, visitor: bool) -> None:
    handle = rules.handle_of(name, visitor=visitor)
    assert rules.HANDLE.match(handle)
    assert handle.startswith(rules.VISITOR) or not visitor


def test_the_clock_of_the_page_is_the_clock_of_the_house(actor: Actor) -> None:
    services.post(actor=actor, words="Guten Tag", now=clock.now())
    assert queries.timeline()[0].made_at <= clock.now()


def test_a_poll_stands_below_the_post_as_programs_and_people_see_it(actor: Actor) -> None:
    status = services.post(actor=actor, words="Wer kommt?", poll=Asked(("Ja", "Nein"), 3_600), now=NOW)
    told = queries.told_status(queries.statuses().get(pk=status.pk))["poll"]
    assert ([one["title"] for one in told["options"]], told["multiple"]) == (["Ja", "Nein"], False)
    assert "<li>Ja</li><li>Nein</li>" in seated().get("/stage/").text
    services.revise(status=status, words="Wer geht?", spoiler="", language="de", described={}, poll=None, now=NOW)
    assert queries.told_status(queries.statuses().get(pk=status.pk))["poll"] is None


@pytest.mark.parametrize(
    "poll",
    [
        Asked(("Ja",), 3_600), Asked(("Ja", "Ja"), 3_600), Asked(tuple("abcde"), 3_600), Asked(("a" * 51, "b"), 3_600),
        Asked(("", "b"), 3_600), Asked(("a", "b"), 299), Asked(("a", "b"), 2_629_747),
    ],
)  # fmt: skip
def test_a_poll_that_mastodon_would_refuse_is_refused(actor: Actor, poll: Asked) -> None:
    with pytest.raises(StageRefused):
        services.post(actor=actor, words="Wer kommt?", poll=poll, now=NOW)
