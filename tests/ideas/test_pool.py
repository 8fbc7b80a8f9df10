"""The pool of ideas, as the team uses it."""

from collections.abc import Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some

from eichhorn.content.rules import parts
from eichhorn.ideas import queries, services
from eichhorn.ideas.models import Idea
from eichhorn.ideas.rules import PAGE, State, Wanted, address_of, draft_text
from eichhorn.ideas.services import Collision, NotOpen, Said
from eichhorn.ideas.words import LASTING, SIGNS
from eichhorn.people.models import Person
from eichhorn.people.rules import NotAllowed, RoleKind
from tests import make

NOW = make.people.NOW


@pytest.fixture
def miriam(db: None) -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


@pytest.fixture
def browser(miriam: Person) -> Client:
    client: Client = make.people.client_of(miriam)
    return client


def page(client: Client, address: str, **asked: str) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def photo(name: str = "bagger.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make.media.png(), "image/png")


class TestRules:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("https://erlengrund.example/a?b=1#c", "https://erlengrund.example/a?b=1#c"),
            ("erlengrund.example/turm", "https://erlengrund.example/turm"),
            (" www.erlengrund.example ", "https://www.erlengrund.example"),
            ("javascript:alert(1)", ""), ("data:text/html,x", ""), ("ftp://erlengrund.example", ""), ("turm", ""),
            ("https://", ""), ("", ""),
        ],
    )  # fmt: skip
    def test_an_address_is_kept_with_its_beginning(self, typed: str, kept: str) -> None:
        assert address_of(typed) == kept

    @given(note=some.text(alphabet="ab-\n ", max_size=120))
    def test_no_note_parts_a_post_into_a_thread(self, note: str) -> None:
        assert len(parts(draft_text(note, "https://erlengrund.example"))) == 1

    def test_a_link_that_stands_in_the_note_is_not_said_twice(self) -> None:
        assert draft_text("Siehe https://a.example heute", "https://a.example") == "Siehe https://a.example heute"

    def test_every_state_and_span_has_its_word(self) -> None:
        assert set(SIGNS) == set(State)
        assert all(str(word) for word in LASTING.values())


class TestNoting:
    def test_a_title_is_enough_and_one_is_back_where_one_was(self, browser: Client, miriam: Person) -> None:
        answer = browser.post("/plan/ideas/new/", {"title": "Brunnen", "back": "/plan/list/?channel=1"})
        assert (answer.status_code, answer["Location"]) == (303, "/plan/list/?channel=1")
        idea = Idea.objects.get()
        assert (idea.brought_by, idea.state) == (miriam, State.OPEN)
        assert idea.seen_at is not None

    @pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"])
    def test_nobody_is_led_out_of_the_house(self, browser: Client, back: str) -> None:
        answer = browser.post("/plan/ideas/new/", {"title": "Brunnen", "back": back})
        assert answer["Location"] == "/plan/ideas/"

    def test_what_was_typed_stays_when_something_is_wrong(self, browser: Client) -> None:
        sent = {"title": "Brunnen", "note": "Drei neue", "link": "kein Link", "tags": "wasser", "back": "/plan/list/"}
        answer = browser.post("/plan/ideas/new/", sent)
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert all(f"{typed}" in shown for typed in sent.values())
        assert "Das ist keine Adresse einer Seite." in shown
        assert not Idea.objects.exists()

    def test_pictures_come_along_and_the_same_one_is_there_once(self, browser: Client) -> None:
        content = make.media.png()
        files = [SimpleUploadedFile(name, content, "image/png") for name in ("a.png", "b.png")]
        browser.post("/plan/ideas/new/", {"title": "Brunnen", "pictures": [*files, photo()]})
        assert Idea.objects.get().pictures.count() == 2

    def test_a_picture_that_is_none_takes_the_idea_back_and_says_so(self, browser: Client) -> None:
        files = [photo(), SimpleUploadedFile("x.png", b"no picture", "image/png")]
        answer = browser.post("/plan/ideas/new/", {"title": "Brunnen", "pictures": files})
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert "Bitte wählen Sie die Fotos noch einmal" in shown
        assert not Idea.objects.exists()

    def test_seven_pictures_are_too_many_and_six_are_not(self, browser: Client) -> None:
        assert (
            browser.post("/plan/ideas/new/", {"title": "A", "pictures": [photo() for _ in range(7)]}).status_code == 422
        )
        assert (
            browser.post("/plan/ideas/new/", {"title": "A", "pictures": [photo() for _ in range(6)]}).status_code == 303
        )
        assert Idea.objects.get().pictures.count() == 6

    def test_the_same_form_sent_twice_is_one_idea_and_other_words_are_another(self, browser: Client) -> None:
        mark = "a" * 43
        for title in ("Brunnen", "Brunnen", "Turm"):
            browser.post("/plan/ideas/new/", {"title": title, "mark": mark})
        assert sorted(Idea.objects.values_list("title", flat=True)) == ["Brunnen", "Turm"]

    def test_the_key_is_on_every_page_and_knows_where_one_was(self, browser: Client) -> None:
        shown = page(browser, "/plan/goals/")
        assert '<a href="/plan/ideas/new/?back=%2Fplan%2Fgoals%2F" data-key="i">' in shown


class TestChanging:
    def test_an_idea_is_written_anew_with_its_pictures(self, browser: Client, miriam: Person) -> None:
        idea = make.ideas.idea(by=miriam, pictures=2)
        first, second = idea.pictures.order_by("position")
        sent = {
            "title": "Neuer Titel", f"alt_{first.pk}": "Ein Bagger", f"drop_{second.pk}": "on", "pictures": [photo()],
            "based_on": "1", "tags": "Wasser, Markt",
        }  # fmt: skip
        assert browser.post(f"/plan/ideas/{idea.pk}/change/", sent).status_code == 303
        now = queries.idea(idea.pk)
        assert [(one.picture_id == first.picture_id, one.alt) for one in now.pictures.all()] == [
            (True, "Ein Bagger"), (False, ""),
        ]  # fmt: skip
        assert {tag.name for tag in now.tags.all()} == {"Wasser", "Markt"}

    def test_two_who_write_at_once_notice_each_other(self, browser: Client, miriam: Person) -> None:
        idea = make.ideas.idea(by=miriam)
        services.change(idea=idea, said=Said(title="Von Jonas"), based_on=1, by=miriam, now=NOW)
        answer = browser.post(f"/plan/ideas/{idea.pk}/change/", {"title": "Von Miriam", "based_on": "1"})
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="Von Miriam"' in shown
        assert 'name="based_on" value="2"' in shown
        assert (
            browser.post(f"/plan/ideas/{idea.pk}/change/", {"title": "Von Miriam", "based_on": "2"}).status_code == 303
        )
        with pytest.raises(Collision):
            services.change(idea=idea, said=Said(title="X"), based_on=2, by=miriam, now=NOW)

    def test_a_reader_changes_their_own_idea_and_no_other(self, miriam: Person) -> None:
        reader = make.people.person(role=RoleKind.READER)
        own = make.ideas.idea(by=reader)
        services.change(idea=own, said=Said(title="Anders"), by=reader, now=NOW)
        with pytest.raises(NotAllowed):
            services.change(idea=make.ideas.idea(by=miriam), said=Said(title="Anders"), by=reader, now=NOW)
        with pytest.raises(NotAllowed):
            services.put_aside(idea=own, by=reader, now=NOW)

    def test_it_is_put_aside_with_a_reason_and_brought_back(self, browser: Client, miriam: Person) -> None:
        idea = make.ideas.idea(by=miriam)
        browser.post(f"/plan/ideas/{idea.pk}/aside/", {"because": "Erst im Herbst"})
        assert "Erst im Herbst" in page(browser, "/plan/ideas/?state=aside")
        with pytest.raises(NotOpen):
            services.put_aside(idea=idea, by=miriam, now=NOW)
        browser.post(f"/plan/ideas/{idea.pk}/back/")
        assert "Erst im Herbst" not in page(browser, f"/plan/ideas/{idea.pk}/")
        assert Idea.objects.get().state == State.OPEN


class TestLooking:
    def test_an_empty_pool_invites(self, browser: Client) -> None:
        assert "Noch keine Idee hier. Die erste darf klein sein." in page(browser, "/plan/ideas/")

    @pytest.mark.parametrize(
        ("asked", "titles"),
        [
            ({"q": "BRUNNEN"}, {"Brunnen"}), ({"q": "neue drei"}, {"Brunnen"}), ({"q": "Said"}, {"Turm"}),
            ({"q": "100%"}, set()), ({"tag": "WASSER"}, {"Brunnen"}), ({"by": "phone"}, {"Reiher"}),
            ({"by": "new"}, {"Reiher"}), ({}, {"Brunnen", "Turm", "Reiher"}), ({"state": "aside"}, set()),
            ({"state": "nothing", "goal": "²", "page": "9" * 30}, {"Brunnen", "Turm", "Reiher"}),
        ],
    )  # fmt: skip
    def test_ideas_are_found(self, browser: Client, miriam: Person, asked: Mapping[str, str], titles: set[str]) -> None:
        make.ideas.idea("Brunnen", by=miriam, note="Drei neue", tags=("Wasser",))
        make.ideas.idea("Turm", by=miriam, had_by="Erika Said")
        make.ideas.idea("Reiher", door=make.ideas.door()[0])
        shown = browser.get("/plan/ideas/", asked).context["page"]
        assert {row.idea.title for row in shown.rows} == titles

    def test_ten_thousand_ideas_cost_as_many_questions_as_a_few(
        self, miriam: Person, django_assert_num_queries: make.Counting
    ) -> None:
        make.ideas.idea("Brunnen", by=miriam, pictures=1, tags=("Wasser",))
        for many in (3, 10_000):
            Idea.objects.bulk_create(
                Idea(title=f"Idee {number}", findable=f"idee {number}", brought_by=miriam, came_at=NOW, seen_at=NOW)
                for number in range(many)
            )
            with django_assert_num_queries(9):
                shown = queries.page(miriam, Wanted(), 1, now=NOW)
                assert shown.rows[0].idea.brought_by == miriam
        assert (len(shown.rows), shown.total) == (PAGE, 10_004)

    def test_a_page_has_fifty(self, browser: Client, miriam: Person) -> None:
        for number in range(PAGE + 1):
            make.ideas.idea(f"Idee {number}", by=miriam)
        assert "Seite 1 von 2" in page(browser, "/plan/ideas/")
        assert len(browser.get("/plan/ideas/?page=2").context["page"].rows) == 1
        assert len(browser.get("/plan/ideas/?page=99").context["page"].rows) == 1

    def test_words_of_strangers_are_words(self, browser: Client) -> None:
        evil = "<script>alert(7)</script>"
        idea = make.ideas.idea(evil, door=make.ideas.door()[0], note=evil, had_by=evil)
        for at in ("/plan/ideas/", f"/plan/ideas/{idea.pk}/", f"/plan/ideas/{idea.pk}/change/", "/"):
            assert evil not in page(browser, at)
