"""The audit in words: everything has some, whoever may reads it, nobody is counted, and whoever looks is on record."""

import ast
import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from eichhorn.delivery.rules import State
from eichhorn.foundation import audit, table
from eichhorn.foundation.models import AuditEvent
from eichhorn.people.adapter import CHANGES
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import RoleKind
from eichhorn.review.rules import Outcome
from eichhorn.web.audit import finding, names, words
from eichhorn.web.audit.finding import Wanted
from tests import make
from tests.make.people import NOW

SOURCES = Path(finding.__file__).resolve().parents[2]
ENDINGS = {
    "delivery.": [state.value for state in State if state is not State.SENDING] + ["sending"],
    "review.": [outcome.value for outcome in Outcome if outcome is not Outcome.OPEN],
    "people.": list(CHANGES.values()),
}
"""What stands for the part of a verb that the code puts together."""
VERB = re.compile(r"[a-z_]+\.[a-z_]+")


def calls(tree: ast.AST) -> Iterator[ast.expr]:
    """Give the verb of every act that the code records."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"audit.record", "audit.Act", "Act"} and node.args:
            yield node.args[0]
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in {"verb", "BEGUN"}:
            yield node.value


def spelled(verb: ast.expr) -> Iterator[str]:
    match verb:
        case ast.Constant(value=str(word)):
            yield word
        case ast.JoinedStr(values=[ast.Constant(value=str(begin)), *_]):
            yield from (begin + end for end in ENDINGS[begin])
        case ast.IfExp(body=body, orelse=other):
            yield from spelled(body)
            yield from spelled(other)


def recorded() -> set[str]:
    trees = (ast.parse(file.read_text()) for file in SOURCES.rglob("*.py") if "migrations" not in file.parts)
    return {word for tree in trees for verb in calls(tree) for word in spelled(verb) if VERB.fullmatch(word)}


def kinds() -> set[str]:
    """Return the kinds of things of which the code records acts."""
    text = "\n".join(file.read_text() for file in SOURCES.rglob("*.py"))
    return set(re.findall(r"\bof=\(\"([a-z_]+)\", ", text)) | {"delivery", "standstill"}


def test_every_act_that_is_recorded_anywhere_has_words_and_no_words_are_left_over() -> None:
    found = recorded()
    assert {"review.granted", "delivery.sent", "strategy.goal_set", "situation.stopped", "people.app_added"} <= found
    assert found - set(words.VERBS) == set()
    assert kinds() - set(names.KINDS) == set()
    assert {verb.partition(".")[0] for verb in words.VERBS} == set(names.ROOMS)


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_sentence_can_be_said_in_both_languages(language: str) -> None:
    with translation.override(language):
        for verb in words.VERBS:
            said = words.sentence(verb, who="Miriam", what="X")
            assert said.startswith("Miriam ")
            assert said.endswith(".")
            assert "%" not in said
        assert words.sentence("old.verb", who="Miriam", what="X") == "Miriam: old.verb, X."


@pytest.fixture
def reader(house: Organisation) -> Person:
    AuditEvent.objects.all()
    person: Person = make.people.person("Ada Verwaltung", role=RoleKind.ADMINISTRATOR)
    return person


def read(reader: Person, **query: object) -> str:
    answer = make.people.client_of(reader).get(reverse("web:audit"), query)
    assert answer.status_code == 200
    text: str = answer.text
    return text


def sentences(wanted: Wanted, reader: Person) -> list[str]:
    with translation.override("de"):
        return [line.sentence for line in finding.page(wanted, before=None, reader=reader, now=NOW).lines]


def test_it_says_who_did_what_and_leads_there(reader: Person) -> None:
    manager = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    channel = make.channels.by_hand()
    draft = make.delivery.post([channel], by=manager)
    text = read(reader, verb="content.saved")
    assert f"Miriam Aydın hat „{draft.slot.title}“ gespeichert." in text
    assert reverse("composer:draft", args=[draft.pk]) in read(reader, verb="content.begun")


def test_it_is_searched_by_person_act_thing_and_period(reader: Person) -> None:
    one, other = make.people.person("Eins"), make.people.person("Zwei")
    for days, by, number in ((0, one, 1), (1, one, 2), (2, other, 1), (3, None, 1)):
        at = NOW + timedelta(days=days)
        audit.record("planning.kind_added", of=("kind_of_work", number), by=by.pk if by else None, now=at)
    verb = "planning.kind_added"
    assert len(sentences(Wanted(verb=verb), reader)) == 4
    assert sentences(Wanted(verb=verb, person=one.pk), reader) == [
        "Eins hat Art der Arbeit 2 hinzugefügt.", "Eins hat Art der Arbeit 1 hinzugefügt.",
    ]  # fmt: skip
    assert sentences(Wanted(verb=verb, person=finding.NOBODY), reader) == ["Eichhorn hat Art der Arbeit 1 hinzugefügt."]
    assert len(sentences(Wanted(kind="kind_of_work", number=1), reader)) == 3
    day = NOW.date() + timedelta(days=1)
    assert sentences(Wanted(verb=verb, first_day=day, last_day=day), reader) == [
        "Eins hat Art der Arbeit 2 hinzugefügt."
    ]


def test_pages_follow_each_other_without_a_gap(reader: Person) -> None:
    for number in range(finding.PAGE * 2 + 1):
        audit.record("planning.kind_added", of=("kind_of_work", number + 1), by=None, now=NOW)
    wanted, before, seen = Wanted(kind="kind_of_work"), None, []
    while True:
        page = finding.page(wanted, before=before, reader=reader, now=NOW)
        seen += [line.event.object_id for line in page.lines]
        if not page.older:
            break
        before = int(page.older.rpartition("before=")[2])
    assert seen == list(range(finding.PAGE * 2 + 1, 0, -1))


def test_the_number_of_queries_does_not_grow_with_what_is_shown(
    reader: Person, django_assert_max_num_queries: object
) -> None:
    for _ in range(5):
        make.delivery.post([make.channels.by_hand()])
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        assert len(finding.page(Wanted(), before=None, reader=reader, now=NOW).lines) == finding.PAGE


def test_what_the_reader_may_not_see_elsewhere_has_no_title_here(reader: Person) -> None:
    draft = make.delivery.post([make.channels.by_hand()])
    type(draft.slot).objects.filter(pk=draft.slot_id).update(confidential=True, title="Der neue Tarif")
    text = read(reader, kind="draft")
    assert "Der neue Tarif" not in text
    assert f"Beitrag {draft.pk}" in text


def test_the_table_holds_the_same_as_the_page_and_no_formula(reader: Person) -> None:
    culprit = make.people.person("=1+1", role=RoleKind.MANAGER)
    audit.record("planning.kind_added", of=("kind_of_work", 7), by=culprit.pk, now=NOW, details={"a": 1})
    audit.record("planning.kind_changed", of=("kind_of_work", 7), by=None, now=NOW)
    answer = make.people.client_of(reader).get(reverse("web:audit_table"), {"verb": "planning.kind_added"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    content = b"".join(answer).decode()  # type: ignore[call-overload]
    assert content.startswith(table.MARK)
    (head, row) = csv.reader(io.StringIO(content.removeprefix(table.MARK)))
    assert head[:3] == ["Zeitpunkt", "Wer", "Was geschah"]
    assert row[1:7] == [
        "'=1+1",
        "'=1+1 hat Art der Arbeit 7 hinzugefügt.",
        "planning.kind_added",
        "kind_of_work",
        "7",
        '{"a": 1}',
    ]


def test_whoever_searches_for_one_person_or_takes_a_table_out_is_on_record(reader: Person) -> None:
    read(reader)
    assert not AuditEvent.objects.filter(verb__startswith="audit.").exists()
    someone = make.people.person("Gesucht")
    read(reader, person=someone.pk)
    make.people.client_of(reader).get(reverse("web:audit_table"), {"verb": "content.saved"})
    left = AuditEvent.objects.filter(verb__startswith="audit.").order_by("pk")
    assert [(one.verb, one.actor_id, one.object_id) for one in left] == [
        ("audit.searched_by_person", reader.pk, someone.pk), ("audit.exported", reader.pk, 0),
    ]  # fmt: skip
    assert left[1].details == {"search": "verb=content.saved"}


def test_nothing_is_counted_on_the_page(reader: Person) -> None:
    for _ in range(13):
        audit.record("planning.kind_added", of=("kind_of_work", 7), by=reader.pk, now=NOW)
    assert not re.search(r"\b13\b", read(reader, person=reader.pk, kind="kind_of_work").partition("<main")[2])


def test_a_wrong_period_is_told_and_nothing_is_given_out(reader: Person, client: Client) -> None:
    asked = {"first_day": "9.6.2026", "last_day": "8.6.2026"}
    for view in ("web:audit", "web:audit_table"):
        answer = make.people.client_of(reader).get(reverse(view), asked)
        assert answer.status_code == 422
        assert "Der letzte Tag liegt vor dem ersten." in answer.text


def test_only_who_may_reads_it(house: Organisation) -> None:
    for role in set(RoleKind) - {RoleKind.ADMINISTRATOR}:
        client = make.people.client_of(make.people.person(role=role))
        assert client.get(reverse("web:audit")).status_code == 403
        assert client.get(reverse("web:audit_table")).status_code == 403
