"""The pages of the strategy, as people use them."""

import io
from datetime import date

import docx
import pytest
from django.test import Client

from eichhorn.concept import queries
from eichhorn.concept.models import Version
from eichhorn.concept.rules import Question
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def miriam() -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


@pytest.fixture
def browser(miriam: Person) -> Client:
    client: Client = make.people.client_of(miriam)
    return client


def page(client: Client, address: str, **sent: object) -> str:
    answer = client.post(address, sent, follow=True) if sent else client.get(address, follow=True)
    return str(answer.content.decode())


def test_from_nothing_to_a_strategy_in_force(browser: Client) -> None:
    assert "Noch nichts in Kraft" in page(browser, "/plan/strategy/")
    seen = page(browser, "/plan/strategy/draft/begin/", go="1")
    assert "7 Fragen warten noch auf eine Antwort." in seen
    for question in Question:
        page(browser, f"/plan/strategy/draft/{question}/", text=f"**Antwort** auf {question}", based_on=0, next=1)
    assert "Jede Frage hat eine Antwort." in page(browser, "/plan/strategy/draft/")
    seen = page(browser, "/plan/strategy/draft/decide/", begins_on="1.1.2031", review_on="")
    assert "Beschlossen, kommt noch" in seen
    assert "Version 1 ist beschlossen" in page(browser, "/plan/strategy/")


def test_everybody_reads_what_is_in_force() -> None:
    make.concept.decided(date(2026, 1, 1))
    seen = page(make.people.client_of(make.people.person(role=RoleKind.READER)), "/plan/strategy/")
    assert "Was wollen wir bewirken?" in seen
    assert "Unsere Antwort auf goals." in seen
    assert "Nächste Version beginnen" not in seen


def test_after_a_collision_both_texts_stand_there_and_the_next_press_keeps_ours(browser: Client) -> None:
    draft = make.concept.draft(answered=False)
    make.concept.write(
        draft,
        Question.GOALS,
        "Wir sprechen mit den Leuten.",
        by=make.people.person("Jonas Beck", role=RoleKind.MANAGER),
    )
    answer = browser.post("/plan/strategy/draft/goals/", {"text": "Wir sprechen über die Leute.", "based_on": 0})
    seen = answer.content.decode()
    assert answer.status_code == 422
    assert "Jonas Beck hat inzwischen geschrieben." in seen
    assert "<del>mit</del><ins>über</ins>" in seen.replace("</del> <ins>", "</del><ins>")
    assert 'name="based_on" value="1"' in seen
    browser.post("/plan/strategy/draft/goals/", {"text": "Wir sprechen über die Leute.", "based_on": 1})
    assert queries.answers(draft)[Question.GOALS].text == "Wir sprechen über die Leute."


def test_a_version_shows_what_it_changes_and_why(browser: Client) -> None:
    make.concept.decided(date(2025, 1, 1))
    draft = make.concept.draft()
    make.concept.write(draft, Question.DIALOGUE, "Wir antworten.")
    make.concept.decided_draft(draft, date(2026, 1, 1))
    seen = page(browser, f"/plan/strategy/versions/{draft.number}/")
    assert "Der Dialog kommt dazu." in seen
    assert "1 Antwort unterscheidet sich von Version 1" in seen
    assert "<ins>" in seen
    assert "Abgelöst" in page(browser, "/plan/strategy/versions/")


def test_a_refused_decision_says_why_at_its_field_and_loses_nothing(browser: Client) -> None:
    make.concept.draft()
    answer = browser.post("/plan/strategy/draft/decide/", {"begins_on": "1.1.2020", "review_on": "1.1.2032"})
    seen = answer.content.decode()
    assert answer.status_code == 422
    assert "Dieser Tag ist vorbei." in seen
    assert "1.1.2020" in seen
    assert "1.1.2032" in seen
    assert Version.objects.get().begins_on is None


def test_what_somebody_typed_is_text(browser: Client) -> None:
    draft = make.concept.draft()
    make.concept.write(draft, Question.GOALS, "<script>alert(1)</script> [x](javascript:alert(1))")
    seen = page(browser, f"/plan/strategy/versions/{draft.number}/")
    assert "<script>alert" not in seen
    assert 'href="javascript' not in seen


def test_the_file_for_word_has_headings_lists_and_the_words(browser: Client) -> None:
    draft = make.concept.draft()
    make.concept.write(draft, Question.GOALS, "# Wofür\n\n- **Zuhören**\n- Antworten, auch “schwierig” \u202egedreht")
    answer = browser.get(f"/plan/strategy/versions/{draft.number}/strategy.docx")
    assert 'filename="strategie-1.docx"' in answer["Content-Disposition"]
    lines = [(one.style.name, one.text) for one in docx.Document(io.BytesIO(answer.content)).paragraphs if one.style]
    assert ("Heading 1", "1 Ziele") in lines
    assert ("Heading 2", "Wofür") in lines
    assert ("List Bullet", "Zuhören") in lines
    assert any("Version 1, ein Entwurf" in text for _, text in lines)


def test_the_pdf_is_set(browser: Client) -> None:
    draft = make.concept.draft()
    make.concept.write(
        draft, Question.GOALS, '#include "x" $ \\ * _ 1. `#read("/etc/passwd")`\n\n1. eins\n   - zwei\n\n> drei'
    )
    answer = browser.get(f"/plan/strategy/versions/{draft.number}/strategy.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"


def test_an_answer_of_the_longest_length_is_kept_and_one_letter_more_is_refused(browser: Client) -> None:
    draft = make.concept.draft(answered=False)
    refused = browser.post("/plan/strategy/draft/goals/", {"text": "a" * 30_001, "based_on": 0})
    assert refused.status_code == 422
    browser.post("/plan/strategy/draft/goals/", {"text": "a" * 30_000, "based_on": 0})
    assert len(queries.answers(draft)[Question.GOALS].text) == 30_000


def test_a_version_that_is_not_there_is_not_found(browser: Client) -> None:
    assert browser.get("/plan/strategy/versions/9/").status_code == 404


def test_the_page_costs_few_questions_however_many_versions_there_are(
    browser: Client, django_assert_max_num_queries: make.Counting
) -> None:
    for year in range(2019, 2026):
        make.concept.decided(date(year, 1, 1))
    page(browser, "/plan/strategy/")
    with django_assert_max_num_queries(12):
        page(browser, "/plan/strategy/")
