"""Changing what is out: approved like any other, carried like any other, and a doubt stays a doubt."""

from datetime import timedelta

import pytest
from django.test import override_settings

from eichhorn.channels.models import Channel
from eichhorn.content import services as content
from eichhorn.content.models import Draft
from eichhorn.content.services import NewAttachment
from eichhorn.delivery import services
from eichhorn.delivery.models import Attempt, Correction, Delivery
from eichhorn.delivery.rules import State
from eichhorn.media.framing import AS_IT_IS, Framing
from eichhorn.networks.mastodon import Mastodon
from eichhorn.people.models import Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import rules as walls
from eichhorn.planning import services as planning
from eichhorn.planning.rules import Stage
from tests import make
from tests.make.delivery import DUE
from tests.networks.running import Faulty

AFTER, AGAIN = DUE + timedelta(hours=1), DUE + timedelta(hours=2)
LATER = [AGAIN + timedelta(minutes=minutes) for minutes in (1, 3, 6, 12, 20, 29)]
WHY = "Die Straße heißt anders."


@pytest.fixture
def author(db: None) -> Person:
    made: Person = make.people.person(role=RoleKind.MANAGER)
    return made


@pytest.fixture
def out(channel: Channel, author: Person) -> Delivery:
    picture = NewAttachment(make.media.picture(), "Ein Bagger")
    draft = make.delivery.post([channel], by=author, text="Gebaut wird am Südring.", attachments=[picture])
    make.delivery.run(DUE)
    return make.delivery.of(draft)


def corrected(
    out: Delivery, by: Person, text: str = "Gebaut wird am Nordring.", shown: Framing = AS_IT_IS
) -> Draft:  # fmt: skip
    """Return the draft of a correction that stands approved."""
    draft = services.correct(delivery=out, reason=WHY, by=by, now=AFTER).draft
    latest = draft.versions.get()
    pictures = [NewAttachment(each.picture, each.alt, shown) for each in latest.attachments.all()]
    content.save(draft=draft, based_on=1, text=text, language="de", attachments=pictures, by=by, now=AFTER)
    planning.move(slot=draft.slot, planned_local=walls.wall_of(AGAIN, "Europe/Berlin"), by=by, now=AFTER)
    make.review.approved(draft, by=by, now=AFTER)
    return draft


def there(faulty: Faulty) -> list[tuple[str, str, int]]:
    return [(one["id"], one["content"], len(one["media_attachments"])) for one in faulty.standing("a1")]


def test_the_post_says_what_was_approved_and_is_still_the_same_post(
    out: Delivery, author: Person, faulty: Faulty
) -> None:
    draft = corrected(out, author)
    assert there(faulty) == [(out.network_id, "<p>Gebaut wird am Südring.</p>", 1)]
    make.delivery.run(AGAIN)
    assert there(faulty) == [(out.network_id, "<p>Gebaut wird am Nordring.</p>", 1)]
    assert len(faulty.accepted()) == 1
    row = make.delivery.of(draft)
    assert (row.state, row.network_id, row.url, row.corrects_id) == (State.SENT, "", out.url, out.pk)
    draft.slot.refresh_from_db()
    assert draft.slot.stage == Stage.OUT
    out.refresh_from_db()
    assert (out.state, out.version.text if out.version else "") == (State.SENT, "Gebaut wird am Südring.")
    page = make.people.client_of(author).get(f"/plan/outbox/{out.pk}/").text
    assert WHY in page
    assert "Dort geändert" in page
    assert "Das ändert" in make.people.client_of(author).get(f"/plan/outbox/{row.pk}/").text


def test_it_begins_with_what_stands_there_now_also_after_a_correction(
    out: Delivery, author: Person, faulty: Faulty
) -> None:
    corrected(out, author, "Gebaut wird am Westring.")
    make.delivery.run(AGAIN)
    second = services.correct(delivery=out, reason=WHY, by=author, now=AGAIN)
    version = second.draft.versions.get()
    assert (version.text, version.attachments.count()) == ("Gebaut wird am Westring.", 1)
    assert second.draft.slot.title.startswith("Korrektur: ")


def test_what_is_not_approved_changes_nothing(out: Delivery, author: Person, faulty: Faulty) -> None:
    draft = services.correct(delivery=out, reason=WHY, by=author, now=AFTER).draft
    planning.move(slot=draft.slot, planned_local=walls.wall_of(AGAIN, "Europe/Berlin"), by=author, now=AFTER)
    make.delivery.run(AGAIN)
    assert not Delivery.objects.filter(draft=draft).exists()
    assert faulty.events("edited") == []


@pytest.mark.parametrize("fault", ["error_after", "cut_after", "cut_json", "cut_before"])
def test_an_edit_without_an_answer_is_a_doubt_and_is_asked_for_again_without_harm(
    out: Delivery, author: Person, faulty: Faulty, fault: str
) -> None:
    draft = corrected(out, author)
    faulty.order(fault, on="edit", times=2)
    make.delivery.run(AGAIN)
    assert make.delivery.of(draft).state == State.CHECKING
    for at in LATER:
        make.delivery.run(at)
    assert make.delivery.of(draft).state == State.SENT
    assert there(faulty) == [(out.network_id, "<p>Gebaut wird am Nordring.</p>", 1)]
    assert len(faulty.accepted()) == 1


def test_where_every_edit_stays_without_an_answer_a_look_finds_what_is_there(
    out: Delivery, author: Person, faulty: Faulty
) -> None:
    draft = corrected(out, author)
    faulty.order("error_after", on="edit", times=-1)
    for at in (AGAIN, *LATER):
        make.delivery.run(at)
    row = make.delivery.of(draft)
    assert (row.state, row.because) == (State.SENT, "found")


def test_what_nobody_can_know_of_an_edit_is_called_unsure(out: Delivery, author: Person, faulty: Faulty) -> None:
    draft = corrected(out, author)
    faulty.order("unavailable", on="edit", times=-1)
    for at in (AGAIN, *LATER, *(LATER[-1] + timedelta(minutes=minutes) for minutes in (15, 30, 45, 60))):
        make.delivery.run(at)
    row = make.delivery.of(draft)
    assert row.state == State.UNSURE
    kinds = list(Attempt.objects.filter(delivery=row).order_by("number").values_list("kind", flat=True))
    assert kinds == ["send", "repeat", "repeat", "look", "look", "look"]
    assert there(faulty) == [(out.network_id, "<p>Gebaut wird am Südring.</p>", 1)]


def test_a_network_that_refuses_is_quoted_and_the_post_stands_as_it_stood(
    out: Delivery, author: Person, faulty: Faulty
) -> None:
    draft = corrected(out, author)
    faulty.order("refuse", on="edit", told="Too late to edit")
    make.delivery.run(AGAIN)
    row = make.delivery.of(draft)
    assert (row.state, row.detail) == (State.STOPPED, "422 Too late to edit")


def test_one_correction_at_a_time_and_none_of_what_was_taken_back(out: Delivery, author: Person) -> None:
    services.correct(delivery=out, reason=WHY, by=author, now=AFTER)
    with pytest.raises(services.NotDecidable):
        services.correct(delivery=out, reason=WHY, by=author, now=AFTER)
    planning.advance(slot=Correction.objects.get().draft.slot, to=Stage.CANCELLED, now=AFTER)
    services.take_back(delivery=out, reason="Falsch.", by=author, now=AFTER)
    services.remove_due(now=AFTER)
    with pytest.raises(services.NotDecidable):
        services.correct(delivery=out, reason=WHY, by=author, now=AFTER)


def test_only_those_who_write_begin_one_and_only_of_what_is_out(channel: Channel, out: Delivery) -> None:
    with pytest.raises(NotAllowed):
        services.correct(delivery=out, reason=WHY, by=make.people.person(role=RoleKind.READER), now=AFTER)
    assert not Correction.objects.exists()


def test_where_the_network_knows_no_edits_nobody_is_asked_why(out: Delivery, author: Person) -> None:
    browser = make.people.client_of(author)
    assert "Korrigieren" in browser.get(f"/plan/outbox/{out.pk}/").text
    Channel.objects.update(network="x")
    assert "Korrigieren" not in browser.get(f"/plan/outbox/{out.pk}/").text
    assert 'name="reason"' not in browser.get(f"/plan/outbox/{out.pk}/correct/").text
    with pytest.raises(services.NotDecidable):
        services.correct(delivery=out, reason=WHY, by=author, now=AFTER)


def test_the_page_asks_why_and_leads_to_the_composer(out: Delivery, author: Person) -> None:
    browser, here = make.people.client_of(author), f"/plan/outbox/{out.pk}/correct/"
    assert browser.post(here, {"reason": " "}).status_code == 422
    answer = browser.post(here, {"reason": WHY})
    assert answer.headers["Location"] == f"/plan/posts/{Correction.objects.get().draft_id}/"
    assert browser.post(here, {"reason": WHY}).headers["Location"] == f"/plan/outbox/{out.pk}/"


class Keeping(Mastodon):
    """A server on which only words can be changed."""

    exchange = None  # type: ignore[assignment]


def media_there(faulty: Faulty) -> list[tuple[str, str]]:
    (one,) = faulty.standing("a1")
    return [(each["id"], each["digest"]) for each in one["media_attachments"]]


def test_another_part_of_the_picture_takes_the_place_of_the_old_one(
    out: Delivery, author: Person, faulty: Faulty
) -> None:
    before = media_there(faulty)
    draft = corrected(out, author, shown=Framing(0, 0, 500, 1000))
    make.delivery.run(AGAIN)
    after = media_there(faulty)
    assert make.delivery.of(draft).state == State.SENT
    assert len(after) == 1
    assert before[0][0] != after[0][0]
    assert before[0][1] != after[0][1]
    assert len(faulty.accepted()) == 1


def test_another_point_is_told_and_the_picture_stays(out: Delivery, author: Person, faulty: Faulty) -> None:
    before = media_there(faulty)
    corrected(out, author, shown=Framing(focus=(250, 250)))
    make.delivery.run(AGAIN)
    assert media_there(faulty) == before
    assert [one["focus"] for one in faulty.events("edited")] == [["-0.5,0.5"]]


def test_a_doubt_about_other_pictures_is_not_ended_by_the_same_words(
    out: Delivery, author: Person, faulty: Faulty
) -> None:
    draft = corrected(out, author, "Gebaut wird am Südring.", Framing(0, 0, 500, 1000))
    faulty.order("unavailable", on="edit", times=-1)
    for at in (AGAIN, *LATER, *(LATER[-1] + timedelta(minutes=minutes) for minutes in (15, 30, 45, 60))):
        make.delivery.run(at)
    assert make.delivery.of(draft).state == State.UNSURE


def test_where_pictures_cannot_be_exchanged_it_is_said_and_nothing_is_changed(
    out: Delivery, author: Person, faulty: Faulty
) -> None:
    standing = there(faulty)
    with override_settings(NETWORKS=["tests.delivery.test_correcting.Keeping"]):
        browser = make.people.client_of(author)
        assert "sich nur Worte ändern" in browser.get(f"/plan/outbox/{out.pk}/correct/").text
        draft = corrected(out, author, shown=Framing(0, 0, 500, 1000))
        make.delivery.run(AGAIN)
        row = make.delivery.of(draft)
        page = browser.get(f"/plan/outbox/{row.pk}/").text
    assert (row.state, there(faulty), faulty.events("edited")) == (State.STOPPED, standing, [])
    assert "lässt die Bilder eines veröffentlichten Beitrags nicht austauschen" in page
