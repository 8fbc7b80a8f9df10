"""Form fields: label, hint, error, control, in this order."""

from datetime import date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from eichhorn.ui import fields
from eichhorn.ui.fields import Card, LineField, LocalDateField, LocalDateTimeField, WordsField
from eichhorn.ui.kit import KitForm


class Ask(forms.Form):
    title = forms.CharField(label="Worum geht es?", help_text="Ein Satz genügt.", max_length=10)
    when = LocalDateTimeField(label="Wann?", required=False)
    day = LocalDateField(label="An welchem Tag?", required=False)
    way = forms.ChoiceField(
        label="Wie?",
        widget=forms.RadioSelect,
        choices=[("a", Card("Annehmen", hint="1,5 h")), ("b", Card("Ablehnen"))],
    )
    picture = forms.FileField(label="Bild", required=False)
    fire = forms.BooleanField(label="Kurzfristig", required=False, help_text="Kostet Budget.")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def field(form: forms.Form, name: str) -> str:
    return Template("{% load eichhorn %}{% field bound %}").render(Context({"bound": form[name]}))


def test_label_hint_error_and_control_stand_in_this_order() -> None:
    page = field(Ask({}), "title")
    places = [page.index(part) for part in ("Worum geht es?", "Ein Satz genügt.", 'class="err"', "<input")]
    assert places == sorted(places)


def test_hint_and_error_belong_to_the_control() -> None:
    page = field(Ask({}), "title")
    assert 'aria-describedby="id_title_hint id_title_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_title_hint"' in page
    assert 'id="id_title_error"' in page


def test_a_field_without_mistake_says_nothing_about_one() -> None:
    page = field(Ask({"title": "Tarif"}), "title")
    assert "aria-invalid" not in page
    assert 'aria-describedby="id_title_hint"' in page
    assert 'value="Tarif"' in page


def test_a_missing_answer_is_asked_for_in_our_own_words() -> None:
    with translation.override("de"):
        assert "Bitte füllen Sie dieses Feld aus." in field(Ask({}), "title")
        assert "Bitte auswählen." in field(Ask({}), "way")


def test_what_is_optional_is_marked_not_what_is_required() -> None:
    with translation.override("de"):
        assert "(freiwillig)" in field(Ask(), "when")
        assert "(freiwillig)" not in field(Ask(), "title")
        assert "(freiwillig)" not in field(Ask(), "fire")


def test_few_choices_are_cards_with_their_consequence() -> None:
    page = field(Ask({"way": "b"}), "way")
    assert "<fieldset" in page
    assert "<legend>Wie?" in page
    assert page.count('type="radio"') == 2
    assert '<span class="hint">1,5 h</span>' in page
    assert 'value="b" id="id_way_1" checked' in page


def test_a_card_shows_what_somebody_wrote_as_text() -> None:
    class Form(forms.Form):
        way = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", Card("<b>a</b>", hint="<i>h</i>"))])

    assert "<b>a</b>" not in field(Form(), "way")
    assert "<i>h</i>" not in field(Form(), "way")


def test_a_picture_has_a_place_for_its_preview() -> None:
    assert 'data-preview-of="id_picture"' in field(Ask(), "picture")


def test_a_tick_box_stands_before_its_label() -> None:
    page = field(Ask({"fire": "on"}), "fire")
    assert page.index("<input") < page.index("Kurzfristig")
    assert "checked" in page
    assert 'aria-describedby="id_fire_hint"' in page


def test_a_hidden_field_has_no_label() -> None:
    assert field(Ask(), "secret").strip().startswith('<input type="hidden"')


def test_the_list_of_mistakes_links_to_the_fields() -> None:
    form = Ask({"when": "bald"})
    with translation.override("de"):
        page = Template("{% load eichhorn %}{% form_errors form %}").render(Context({"form": form}))
    assert 'href="#id_title"' in page
    assert 'href="#id_way_0"' in page
    assert 'href="#id_when"' in page
    assert "3 Felder brauchen noch einen Blick." in page
    assert "data-focus" in page


def test_a_form_without_mistakes_has_no_list() -> None:
    form = Ask({"title": "x", "way": "a"})
    assert Template("{% load eichhorn %}{% form_errors form %}").render(Context({"form": form})).strip() == ""


def test_a_typed_date_is_read_and_an_unreadable_one_is_kept_as_typed() -> None:
    assert Ask({"title": "x", "way": "a", "when": "12.6.2026 14:00"}).fields["when"].clean(
        "12.6.2026 14:00"
    ) == datetime(2026, 6, 12, 14, 0)
    page = field(Ask({"when": "bald mal"}), "when")
    assert 'value="bald mal"' in page
    assert 'class="err"' in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("bald", "Dieses Datum verstehen wir nicht."),
        ("31.6. 14:00", "Diesen Tag gibt es nicht."),
        ("12.6.2026 25:00", "Diese Uhrzeit gibt es nicht."),
        ("12.6.2026", "Die Uhrzeit fehlt."),
        ("Mo 12.6.2026 14:00", "Wochentag und Datum passen nicht zusammen."),
    ],
)
def test_each_mistake_in_a_date_has_its_own_sentence(typed: str, sentence: str) -> None:
    with translation.override("de"):
        assert sentence in str(Ask({"when": typed}).errors["when"])


def test_a_known_moment_is_shown_as_one_would_type_it() -> None:
    page = field(Ask(initial={"when": datetime(2026, 6, 12, 14, 5)}), "when")
    assert 'value="12.6.2026 14:05"' in page
    assert 'value="2026-06-12T14:05"' in page
    assert 'type="datetime-local"' in page


def test_a_day_has_no_time() -> None:
    page = field(Ask(initial={"day": date(2026, 6, 12)}), "day")
    assert 'value="12.6.2026"' in page
    assert 'type="date"' in page
    assert "day" in Ask({"day": "12.6.2026 14:00"}).errors


def test_every_kind_of_field_of_the_kit_can_be_shown() -> None:
    for name in KitForm().fields:
        assert field(KitForm({}), name)


class Written(forms.Form):
    name = LineField(max_length=20)
    words = WordsField(max_length=40)
    pick = forms.ChoiceField(choices=[("a", "A")], required=False)


@pytest.mark.parametrize(
    ("typed", "name", "words"),
    [
        ("Bau\u200bstelle\u202e", "Baustelle", "Bau\u200bstelle\u202e"),
        ("a\r\n b", "a b", "a\r\n b"),
    ],
)
def test_a_line_loses_what_nobody_sees_and_a_text_keeps_it(typed: str, name: str, words: str) -> None:
    form = Written({"name": typed, "words": typed})
    assert form.is_valid()
    assert (form.cleaned_data["name"], form.cleaned_data["words"]) == (name, words)


@pytest.mark.parametrize("typed", ["", " ", "\u200b\u2060", "\u202e", "\u3164"])
def test_what_cannot_be_seen_is_empty(typed: str) -> None:
    assert set(Written({"name": typed, "words": typed}).errors) == {"name", "words"}


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "x" * 21, "Hier passen höchstens 20 Zeichen, es sind 21."),
        ("words", "x" * 41, "Hier passen höchstens 40 Zeichen, es sind 41."),
        ("name", "Null\x00", "Darin ist ein Zeichen, das sich nicht speichern lässt. Bitte neu eintippen."),
        ("words", "\x00", "Darin ist ein Zeichen, das sich nicht speichern lässt. Bitte neu eintippen."),
        ("pick", "b", "Das lässt sich nicht mehr auswählen. Bitte neu auswählen."),
    ],
)
def test_standard_refusals_are_said_in_our_own_words(field: str, typed: str, sentence: str) -> None:
    form = Written({"name": "Ada", "words": "Guten Tag", field: typed})
    with translation.override("de"):
        assert fields.sentences(form[field]) == [sentence]


@pytest.mark.parametrize(("field", "length"), [("name", 20), ("words", 40)])
def test_what_just_fits_is_taken(field: str, length: int) -> None:
    assert Written({"name": "Ada", "words": "Guten Tag", field: "x" * length}).is_valid()
