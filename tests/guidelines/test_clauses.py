"""What was agreed is kept, checked and shown as it was agreed."""

import pytest

from eichhorn.guidelines import queries, services
from eichhorn.guidelines.models import Check, Clause
from eichhorn.guidelines.rules import CheckKind, SettingsRefused, Severity
from eichhorn.guidelines.services import NewCheck
from eichhorn.people.rules import NotAllowed, RoleKind
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db


def test_what_a_clause_asks_for_is_checked_in_its_language() -> None:
    make.guidelines.clause(make.guidelines.words(language="de"), make.guidelines.described_pictures())
    assert [rule.kind for rule in queries.in_force("de")] == [CheckKind.WORDS, CheckKind.ALT_TEXT]
    assert [rule.kind for rule in queries.in_force("en")] == [CheckKind.ALT_TEXT]


def test_agreeing_anew_replaces_the_checks_and_keeps_the_old_ones_in_the_books() -> None:
    make.guidelines.clause(make.guidelines.words(), number=4)
    make.guidelines.clause(make.guidelines.described_pictures(), number=4)
    assert [rule.kind for rule in queries.in_force()] == [CheckKind.ALT_TEXT]
    assert Check.objects.count() == 2


def test_settings_that_say_nothing_store_nothing() -> None:
    with pytest.raises(SettingsRefused):
        make.guidelines.clause(NewCheck(CheckKind.WORDS, Severity.WARNS, {"words": []}))
    assert not Clause.objects.exists()


def test_only_who_steers_agrees_on_clauses() -> None:
    with pytest.raises(NotAllowed):
        services.agree_clause(
            number=1, title="x", text="x", why="", agreed_by="", by=make.people.person(role=RoleKind.AUTHOR), now=NOW
        )


def test_everybody_signed_in_reads_what_holds_and_who_agreed(django_assert_num_queries: make.Counting) -> None:
    make.guidelines.clause(make.guidelines.words(), make.guidelines.ad_label())
    page = make.people.client_of(make.people.person()).get("/guidelines/").content.decode()
    for words in (
        "Verständlich schreiben",
        "mit allen Abteilungen",
        "halbseitig gesperrt",
        "eine Fahrspur ist gesperrt",
        "Anzeige",
    ):
        assert words in page
    with django_assert_num_queries(2):
        queries.shown()


def test_before_anything_was_agreed_the_page_says_what_will_stand_here() -> None:
    assert "Noch keine Klausel" in make.people.client_of(make.people.person()).get("/guidelines/").content.decode()


def test_guests_are_asked_to_sign_in() -> None:
    make.people.organisation()
    assert make.people.guest().get("/guidelines/").status_code == 302
