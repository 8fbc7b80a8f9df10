"""The library: pictures come in, are found again, say where they are used, and what may no longer be shown is decided."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from eichhorn.content.services import NewAttachment
from eichhorn.foundation import clock
from eichhorn.library import duties, queries, rules
from eichhorn.library.models import Settled
from eichhorn.media import services as media
from eichhorn.media import variants
from eichhorn.media.finding import Wanted
from eichhorn.media.models import Picture, Shown
from eichhorn.media.rules import Consent, Why
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Slot
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def file(name: str = "bagger.png", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make.media.png() if content is None else content, "image/png")


class TestComingIn:
    def test_several_at_once_each_stored_by_itself(self, browser: Client) -> None:
        answer = browser.post("/media/pictures/add/", {"pictures": [file("a.png"), file("b.png")]})
        assert (answer.status_code, answer["Location"]) == (303, "/media/")
        assert "2 Bilder sind jetzt da." in page(browser, "/media/")
        assert Picture.objects.count() == 2

    def test_what_is_refused_is_named_and_costs_the_others_nothing(self, browser: Client) -> None:
        answer = browser.post(
            "/media/pictures/add/", {"pictures": [file("gut.png"), file("brief.png", b"Lieber Herr Said")]}
        )
        assert answer.status_code == 422
        assert "brief.png: Das ist kein Bild" in answer.content.decode()
        assert Picture.objects.get().file_name == "gut.png"

    def test_an_empty_file_last_is_refused_with_its_own_reason(self, browser: Client) -> None:
        answer = browser.post("/media/pictures/add/", {"pictures": [file("gut.png"), file("leer.png", b"")]})
        assert answer.status_code == 422
        assert "leer.png: Diese Datei ist leer." in answer.content.decode()

    def test_the_same_picture_again_is_told_and_joined(self, browser: Client) -> None:
        content = make.media.png()
        browser.post("/media/pictures/add/", {"pictures": [file("a.png", content)]})
        answer = browser.post("/media/pictures/add/", {"pictures": [file("kopie.png", content)]}, follow=True)
        assert "Schon da gewesen: kopie.png." in answer.content.decode()
        assert Picture.objects.count() == 1

    def test_nothing_chosen_is_said(self, browser: Client) -> None:
        answer = browser.post("/media/pictures/add/", {})
        assert answer.status_code == 422
        assert "Bitte wählen Sie mindestens ein Bild aus." in answer.content.decode()

    def test_the_empty_library_says_what_will_be_here(self, browser: Client) -> None:
        assert "Noch keine Bilder" in page(browser, "/media/")

    @pytest.mark.parametrize(
        "name",
        ["\u202egnp.exe.png", "a\u200bb\u200d.png", "<img src=x onerror=alert(1)>.png", "ب" * 5_000 + "a" * 5_000],
    )
    def test_any_name_is_kept_and_shown_as_text_alone(self, browser: Client, name: str) -> None:
        picture = media.store(content=make.media.png(), file_name=name, by=None, now=NOW)
        assert picture.given_name == name
        assert len(picture.file_name) <= 200
        for address in ("/media/", f"/media/pictures/{picture.pk}/"):
            seen = page(browser, address)
            assert "<img src=x" not in seen
            assert '<bdi class="name">' in seen


class TestFinding:
    def test_by_words_tag_rights_and_use(self, browser: Client, miriam: Person) -> None:
        digger = make.media.known(make.media.picture(), descriptions={"de": "Kleiner Bagger"}, tags=("nordring",))
        ended = make.media.known(make.media.picture(), source="Agentur Blau", last_day=date(2026, 6, 1))
        make.content.draft(by=miriam, attachments=[NewAttachment(digger, "Bagger")])
        for asked, found in (
            ("q=bagger kleiner", [digger]), ("q=blau", [ended]), ("tag=nordring", [digger]), ("rights=ended", [ended]),
            ("use=unused", [ended]), ("q=wolke", []), ("rights=unknown", [digger, ended]), ("rights=nonsense", [digger, ended]),
            ("page=99", [digger, ended]), ("page=-1", [digger, ended]),
        ):  # fmt: skip
            seen = page(browser, f"/media/?{asked}")
            assert {one.pk for one in (digger, ended) if f"/media/pictures/{one.pk}/" in seen} == {
                one.pk for one in found
            }, asked

    def test_the_page_costs_the_same_however_many(
        self, miriam: Person, django_assert_num_queries: make.Counting
    ) -> None:
        for _ in range(rules.PAGE + 1):
            make.media.shown(make.media.known(make.media.picture(), descriptions={"de": "Bagger"}, tags=("x",)))
        with django_assert_num_queries(7):
            first = queries.page(miriam, Wanted(), 1, now=NOW)
            [(tile.picture.descriptions.all()[0], tile.ended) for tile in first.tiles]
        assert (len(first.tiles), first.pages, first.after) == (rules.PAGE, 2, 2)
        assert len(queries.page(miriam, Wanted(), 2, now=NOW).tiles) == 1

    def test_small_pictures_are_made_once_and_again_where_they_are_lost(self, browser: Client) -> None:
        picture = make.media.picture()
        first = browser.get(f"/media/{picture.digest}/small/")
        assert (first.status_code, first["Content-Type"]) == (200, "image/webp")
        variants.place_of(picture.digest).unlink()
        assert browser.get(f"/media/{picture.digest}/small/").content == first.content

    def test_who_reads_no_hidden_posts_does_not_find_their_pictures(self, miriam: Person) -> None:
        open_one, hidden, lonely = make.media.picture(), make.media.picture(), make.media.picture()
        make.content.draft(by=miriam, attachments=[NewAttachment(open_one, "A")])
        secret = make.content.draft(by=miriam, attachments=[NewAttachment(hidden, "B")])
        Slot.objects.filter(pk=secret.slot_id).update(confidential=True)
        reader = make.people.person(role=RoleKind.READER)
        assert set(queries.visible_to(reader, now=NOW)) == {open_one, lonely}
        assert set(queries.visible_to(miriam, now=NOW)) == {open_one, hidden, lonely}
        assert make.people.client_of(reader).get(f"/media/pictures/{hidden.pk}/").status_code == 404


class TestWhatIsKnown:
    def test_is_said_and_kept(self, browser: Client) -> None:
        picture = make.media.picture()
        said = {
            "alt_de": "Kleiner Bagger", "alt_en": "Small digger", "tags": "Nordring, #Bagger", "source": "Jonas Brandt", "licence": "cc_by",
            "licence_note": "Jonas Brandt nennen", "last_day": "31.12.2031",
        }  # fmt: skip
        assert browser.post(f"/media/pictures/{picture.pk}/", said).status_code == 303
        seen = page(browser, f"/media/pictures/{picture.pk}/")
        for words in ("Kleiner Bagger", "Small digger", "nordring, bagger", "Jonas Brandt nennen", "einschließlich"):
            assert words in seen

    @pytest.mark.parametrize(("number", "status"), [(20, 303), (21, 422)])
    def test_twenty_tags_are_enough(self, browser: Client, number: int, status: int) -> None:
        picture = make.media.picture()
        said = {"tags": ",".join(f"t{n}" for n in range(number))}
        assert browser.post(f"/media/pictures/{picture.pk}/", said).status_code == status

    def test_somebody_is_named_takes_it_back_and_is_taken_off(self, browser: Client) -> None:
        here = f"/media/pictures/{make.media.picture().pk}/"
        given = {"name": "Anna Beispiel", "consent": "given", "said_on": "1.6.2026", "note": "Mail"}
        assert browser.post(f"{here}people/", given).status_code == 303
        assert browser.post(f"{here}people/", given).status_code == 422
        shown = Shown.objects.get()
        browser.post(f"{here}people/{shown.pk}/", given | {"consent": "withdrawn"})
        assert "Anna Beispiel hat die Einwilligung zurückgezogen." in page(browser, here)
        browser.post(f"{here}people/{shown.pk}/remove/")
        assert "Nichts spricht dagegen" in page(browser, here)

    def test_a_consent_is_not_of_tomorrow(self, browser: Client) -> None:
        here = f"/media/pictures/{make.media.picture().pk}/"
        tomorrow = clock.now() + timedelta(days=2)
        given = {"name": "Anna", "consent": "given", "said_on": f"{tomorrow:%d.%m.%Y}"}
        assert browser.post(f"{here}people/", given).status_code == 422

    def test_a_reader_learns_that_it_may_not_appear_and_not_who_said_no(self, house: object) -> None:
        picture = make.media.picture()
        make.media.shown(picture, "Anna Beispiel", consent=Consent.WITHDRAWN)
        seen = page(make.people.client_of(make.people.person(role=RoleKind.READER)), f"/media/pictures/{picture.pk}/")
        assert "Einwilligung zurückgezogen" in seen
        assert "Anna" not in seen


class TestUses:
    def test_drafts_planned_and_published_are_listed_apart(self, miriam: Person) -> None:
        picture = make.media.picture()
        attached = [NewAttachment(picture, "Bagger")]
        draft = make.content.draft(by=miriam, attachments=attached)
        planned = make.content.draft(by=miriam, attachments=attached)
        make.review.approved(planned, by=miriam)
        out, _row = make.library.out(picture, by=miriam)
        uses = queries.uses(picture, person=miriam, now=NOW)
        assert (uses.drafts, uses.planned, uses.published) == ((draft,), (planned,), (out,))

    def test_posts_that_one_may_not_read_are_counted_alone(self, miriam: Person) -> None:
        picture = make.media.picture()
        secret = make.content.draft(by=miriam, attachments=[NewAttachment(picture, "A")])
        make.content.draft(by=miriam, attachments=[NewAttachment(picture, "A")], title="Offen")
        Slot.objects.filter(pk=secret.slot_id).update(confidential=True)
        uses = queries.uses(picture, person=make.people.person(role=RoleKind.READER), now=NOW)
        assert (len(uses.drafts), uses.hidden) == (1, 1)


class TestDuties:
    def test_one_for_each_post_that_is_out_and_none_before(self, miriam: Person) -> None:
        picture = make.media.picture()
        anna = make.media.shown(picture)
        out, _row = make.library.out(picture, by=miriam)
        make.content.draft(by=miriam, attachments=[NewAttachment(picture, "Bagger")])
        assert duties.waiting_for(miriam, now=NOW) == []
        make.media.withdraw(anna, now=NOW + timedelta(hours=9))
        (row,) = duties.waiting_for(miriam, now=NOW + timedelta(hours=10))
        assert (row.slot_id, row.since) == (out.slot_id, NOW + timedelta(hours=9))
        assert duties.waiting_for(make.people.person(role=RoleKind.AUTHOR), now=NOW + timedelta(hours=10)) == []

    @pytest.mark.parametrize(("hour", "number"), [(21, 0), (22, 1)])
    def test_a_licence_ends_at_midnight_of_the_house(self, miriam: Person, hour: int, number: int) -> None:
        picture = make.media.picture()
        make.library.out(picture, by=miriam)
        make.media.known(picture, last_day=NOW.date())
        at = NOW.replace(hour=hour, minute=0)  # 23:00, and midnight in Erlengrund
        assert len(duties.duties(miriam, now=at)) == number

    def test_is_settled_with_a_reason_and_comes_again_for_another_cause(self, browser: Client, miriam: Person) -> None:
        picture = make.media.known(make.media.picture(), last_day=NOW.date())
        out, _row = make.library.out(picture, by=miriam)
        here = f"/media/pictures/{picture.pk}/posts/{out.pk}/"
        assert "Das Recht, es zu zeigen, endete" in page(browser, here)
        assert browser.post(here, {"reason": "  "}).status_code == 422
        assert browser.post(here, {"reason": "Die Agentur erlaubt es für alte Beiträge."}).status_code == 303
        assert Settled.objects.get().why == Why.EXPIRED
        assert "Die Agentur erlaubt es" in page(browser, f"/media/pictures/{picture.pk}/")
        assert duties.waiting_for(miriam, now=clock.now()) == []
        make.media.shown(picture, consent=Consent.WITHDRAWN, now=clock.now())
        assert len(duties.waiting_for(miriam, now=clock.now())) == 1

    def test_a_post_that_was_taken_back_needs_nobody(self, miriam: Person) -> None:
        picture = make.media.picture()
        _out, row = make.library.out(picture, by=miriam)
        make.media.shown(picture, consent=Consent.WITHDRAWN)
        assert len(duties.duties(miriam, now=clock.now())) == 1
        make.library.taken_back(row)
        assert duties.duties(miriam, now=clock.now()) == []

    def test_heute_costs_four_queries_where_there_is_none(
        self, miriam: Person, django_assert_num_queries: make.Counting
    ) -> None:
        make.media.picture()
        with django_assert_num_queries(4):
            assert duties.waiting_for(miriam, now=NOW) == []
