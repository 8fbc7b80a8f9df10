"""What is stated about AI and about who paid: part of what is approved, seen by readers, and nothing for older posts."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from eichhorn.content import queries, services
from eichhorn.content.comparing import Part, changes
from eichhorn.content.models import Draft, Version
from eichhorn.content.rules import (
    LABELS,
    LANGUAGES,
    AiUse,
    Attached,
    Statement,
    Whole,
    digest,
    label,
    labelled,
)
from eichhorn.guidelines.rules import USUAL_LABELS, usual_labels
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make
from tests.make.people import NOW

OLD = Whole(
    text="Ab Montag.\n---\nBis Freitag.", language="de", content_warning="Blut", consideration=True, variants={2: "Kurz."},
    attached=(Attached("ab" * 32, "Ein Bagger"),), channel_ids=(2, 1),
)  # fmt: skip
GENERATED = Statement(ai_use=AiUse.GENERATED, ai_label=True)
POLITICAL = Statement(political=True, sponsor="Stadtrat Erlengrund")


def test_versions_from_before_keep_their_digests() -> None:
    assert digest(OLD) == "c78775533ccd967910e534b7031e93cdf4d77c0433d37f45a31317cc4e92107e"
    with_comment = replace(OLD, first_comment="Quelle")
    assert digest(with_comment) == "7c0c709bc7f340608ea7ad46b1cf6fbf92d9dcd0a4bc2f1a10ce2f7b11b0c214"


def test_whatever_is_stated_makes_another_content() -> None:
    stated = [
        Statement(ai_use=AiUse.ASSISTED), Statement(ai_use=AiUse.GENERATED), GENERATED, POLITICAL,
        Statement(deepfake=True, ai_label=True), replace(POLITICAL, sponsor="Sonst wer"),
    ]  # fmt: skip
    wholes = [replace(OLD, stated=one) for one in stated]
    wholes += [replace(OLD, stated=GENERATED, label="Mit KI erzeugt."), replace(OLD, handles=((1, "Anna", "@a"),))]
    assert len({digest(whole) for whole in [OLD, *wholes]}) == len(wholes) + 1


@pytest.mark.parametrize(
    ("stated", "language", "said"),
    [
        (Statement(), "de", ""),
        (Statement(ai_use=AiUse.GENERATED), "de", ""),
        (GENERATED, "de", "Mit KI erzeugt."),
        (GENERATED, "vi", "Made by AI."),
        (Statement(ai_use=AiUse.ASSISTED, ai_label=True), "de", "Mit KI-Hilfe erstellt."),
        (Statement(deepfake=True, ai_label=True), "de", "Mit KI erzeugt oder verändert: So ist es nicht geschehen."),
        (POLITICAL, "en", "Political advertising, paid for by Stadtrat Erlengrund."),
    ],
)
def test_the_label_says_what_is_stated(stated: Statement, language: str, said: str) -> None:
    assert label(stated, language) == said


def test_the_label_stands_below_the_first_part() -> None:
    assert labelled(("Eins.", "Zwei."), "Mit KI erzeugt.") == ("Eins.\n\nMit KI erzeugt.", "Zwei.")
    assert labelled(("Eins.",), "") == ("Eins.",)


@pytest.fixture
def miriam() -> Person:
    made: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return made


def saved(draft: Draft, by: Person, stated: Statement, number: int = 1, text: str = "Gut.") -> Version:
    services.save(draft=draft, based_on=number, text=text, language="de", stated=stated, by=by, now=NOW)
    return queries.wordings([Draft.objects.get(pk=draft.pk).latest_id or 0]).get()


@pytest.mark.django_db
class TestSaving:
    def test_the_label_leaves_with_the_post_on_every_channel_and_counts(self, miriam: Person) -> None:
        stage, hand = make.channels.channel(), make.channels.by_hand()
        draft = make.content.draft(by=miriam, chosen=[stage, hand])
        version = saved(draft, miriam, GENERATED, text="Eins.\n---\nZwei.")
        assert queries.wording(version, stage).parts == ("Eins.\n\nMit KI erzeugt.", "Zwei.")
        assert queries.wording(version, hand).text == "Eins.\n\nZwei.\n\nMit KI erzeugt."

    def test_an_empty_post_stays_empty(self, miriam: Person) -> None:
        channel = make.channels.channel()
        version = saved(make.content.draft(by=miriam, chosen=[channel]), miriam, GENERATED, text="")
        assert queries.wording(version, channel).text == ""

    @pytest.mark.parametrize("stated", [Statement(deepfake=True), Statement(political=True, sponsor=" \n")])
    def test_a_deepfake_without_label_and_politics_without_payer_are_refused(
        self, miriam: Person, stated: Statement
    ) -> None:
        draft = make.content.draft(by=miriam)
        with pytest.raises(services.Unlabelled):
            saved(draft, miriam, stated)
        assert Draft.objects.get(pk=draft.pk).latest_id == draft.latest_id

    @pytest.mark.parametrize(
        ("change", "name"),
        [
            ({"deepfake": True}, "version_deepfake_is_labelled"),
            ({"political": True}, "version_political_names_payer"),
            ({"ai_use": "perhaps"}, "version_ai_use_is_known"),
        ],
    )
    def test_the_database_refuses_it_as_well(self, miriam: Person, change: dict[str, object], name: str) -> None:
        draft = make.content.draft(by=miriam)
        row = {"draft": draft, "number": 9, "text": "x", "language": "de", "digest": "d", "at": NOW, **change}
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Version.objects.create(**row)

    def test_what_says_nothing_is_not_stated(self, miriam: Person) -> None:
        draft = make.content.draft(by=miriam, text="Gut.")
        assert saved(draft, miriam, Statement(ai_label=True, sponsor="Niemand")).number == 1

    def test_it_comes_back_with_its_version_and_shows_in_the_history(self, miriam: Person) -> None:
        draft = make.content.draft(by=miriam, text="Gut.")
        first, second = queries.wordings([draft.latest_id or 0]).get(), saved(draft, miriam, POLITICAL)
        (change,) = changes(first, second, {})
        assert change.part is Part.STATED
        assert "bezahlt von Stadtrat Erlengrund" in change.pieces[0].text
        saved(draft, miriam, Statement(), number=2)
        assert services.restore(draft=draft, number=2, by=miriam, now=NOW).stated == POLITICAL

    def test_the_form_says_what_is_missing_and_loses_nothing(self, miriam: Person) -> None:
        draft, client = make.content.draft(by=miriam), make.people.client_of(miriam)
        sent = {"text": "Neu.", "language": "de", "based_on": 1, "deepfake": "on", "political": "on"}
        page = client.post(f"/plan/posts/{draft.pk}/", sent)
        assert page.status_code == 422
        said = page.content.decode()
        assert "muss gekennzeichnet sein" in said
        assert "nennt, wer zahlt" in said
        assert "Neu." in said
        assert client.post(f"/plan/posts/{draft.pk}/autosave/", sent).status_code == 422
        client.post(f"/plan/posts/{draft.pk}/", {**sent, "ai_label": "on", "sponsor": "Stadtrat"})
        assert Draft.objects.select_related("latest").get(pk=draft.pk).latest.label.startswith("Politische Anzeige")


class TestLanguages:
    @pytest.mark.parametrize("language", [language for language, _ in LANGUAGES])
    def test_each_language_of_a_post_has_words_of_its_own_or_the_english_ones(self, language: str) -> None:
        said = [
            label(stated, language)
            for stated in (
                Statement(AiUse.GENERATED, ai_label=True), Statement(AiUse.ASSISTED, ai_label=True),
                Statement(AiUse.GENERATED, deepfake=True, ai_label=True), Statement(political=True, sponsor="Stadtrat"),
            )
        ]  # fmt: skip
        assert all(said)
        assert len(set(said)) == len(said)
        assert said[-1].endswith("Stadtrat.")
        own = language in LABELS
        english = [label(Statement(AiUse.GENERATED, ai_label=True), "en")]
        assert (said[:1] == english) is (language == "en" or not own)
        assert usual_labels(language)
        assert (language in USUAL_LABELS) is own, "the words below and those before speak the same languages"
