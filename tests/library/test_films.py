"""The rights of films: who is shown, which posts use one, and what is out with one that may appear no longer."""

from datetime import timedelta

import pytest
from django.test import Client

from eichhorn.library import duties, queries
from eichhorn.library.models import Settled
from eichhorn.media.rules import Consent, Why
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Slot
from eichhorn.video.models import Shown
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_somebody_is_named_takes_it_back_and_is_taken_off(browser: Client) -> None:
    video = make.video.may_stand()
    people, here = f"/media/videos/{video.pk}/people/", f"/media/videos/{video.pk}/rights/"
    given = {"name": "Anna Beispiel", "consent": "given", "said_on": "1.6.2026", "note": "Mail"}
    assert browser.post(people, given)["Location"] == f"{here}#people"
    assert browser.post(people, given).status_code == 422
    shown = Shown.objects.get()
    browser.post(f"{people}{shown.pk}/", given | {"consent": "withdrawn"})
    assert "Anna Beispiel hat die Einwilligung zurückgezogen." in page(browser, here)
    for address in ("/media/videos/", f"/media/videos/{video.pk}/"):
        assert "Einwilligung zurückgezogen" in page(browser, address)
    browser.post(f"{people}{shown.pk}/remove/")
    assert "Nichts spricht dagegen" in page(browser, here)


def test_who_is_shown_in_another_film_is_not_found_here(browser: Client) -> None:
    mine, other = make.video.may_stand(), make.video.may_stand()
    shown = make.video.shown(other)
    assert browser.post(f"/media/videos/{mine.pk}/people/{shown.pk}/remove/").status_code == 404
    assert Shown.objects.exists()


def test_a_reader_learns_that_it_may_not_appear_and_not_who_said_no(house: object) -> None:
    video = make.video.may_stand()
    make.video.shown(video, "Anna Beispiel", consent=Consent.WITHDRAWN)
    client = make.people.client_of(make.people.person(role=RoleKind.READER))
    seen = page(client, f"/media/videos/{video.pk}/rights/")
    assert "Einwilligung zurückgezogen" in seen
    assert "Anna" not in seen


def test_drafts_planned_and_published_are_listed_apart(miriam: Person, browser: Client) -> None:
    video = make.video.may_stand(by=miriam)
    draft = make.content.draft(by=miriam, film=video)
    planned = make.content.draft(by=miriam, film=video)
    make.review.approved(planned, by=miriam)
    out, _row = make.library.out(video, by=miriam)
    uses = queries.uses(video, person=miriam, now=NOW)
    assert (uses.drafts, uses.planned, uses.published) == ((draft,), (planned,), (out,))
    make.video.shown(video, consent=Consent.WITHDRAWN)
    seen = page(browser, f"/media/videos/{video.pk}/rights/")
    assert "1 geplanter Beitrag mit diesem Video wird zurückgehalten" in seen
    assert f"/media/videos/{video.pk}/posts/{out.pk}/" in seen


def test_a_film_of_a_hidden_post_is_not_found(miriam: Person) -> None:
    video = make.video.may_stand(by=miriam)
    secret = make.content.draft(by=miriam, film=video)
    Slot.objects.filter(pk=secret.slot_id).update(confidential=True)
    client = make.people.client_of(make.people.person(role=RoleKind.READER))
    assert client.get(f"/media/videos/{video.pk}/rights/").status_code == 404


def test_each_post_that_is_out_is_a_to_do_until_it_is_settled(browser: Client, miriam: Person) -> None:
    video = make.video.may_stand(by=miriam)
    anna = make.video.shown(video)
    out, _row = make.library.out(video, by=miriam)
    make.content.draft(by=miriam, film=video)
    assert duties.waiting_for(miriam, now=NOW) == []
    make.media.withdraw(anna, now=NOW + timedelta(hours=9))
    (row,) = duties.waiting_for(miriam, now=NOW + timedelta(hours=10))
    here = f"/media/videos/{video.pk}/posts/{out.pk}/"
    assert (row.slot_id, row.since, row.href) == (out.slot_id, NOW + timedelta(hours=9), here)
    assert "mit einem Video veröffentlicht, das nicht mehr erscheinen darf" in page(browser, here)
    assert browser.post(here, {"reason": " "}).status_code == 422
    assert browser.post(here, {"reason": "Das Video ist überall ausgetauscht."}).status_code == 303
    assert Settled.objects.get().why == Why.WITHDRAWN
    assert "überall ausgetauscht" in page(browser, f"/media/videos/{video.pk}/rights/")
    assert duties.waiting_for(miriam, now=NOW + timedelta(days=300)) == []


def test_a_picture_and_a_film_of_one_number_are_two_things(miriam: Person) -> None:
    video, picture = make.video.may_stand(by=miriam), make.media.picture()
    for thing in (video, picture):
        make.library.out(thing, by=miriam)
    make.video.shown(video, consent=Consent.WITHDRAWN), make.media.shown(picture, consent=Consent.WITHDRAWN)
    later = NOW + timedelta(hours=10)
    found = duties.duties(miriam, now=later)
    assert {(type(one.thing), one.thing.pk) for one in found} == {(type(video), video.pk), (type(picture), picture.pk)}
