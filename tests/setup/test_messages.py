"""The texts in two languages: nothing is lost, nothing is forgotten, and the check sees what is wrong."""

import shutil
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

from eichhorn.config import messages

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext
A = _("Save the post")
B = ngettext("%(count)s post is late.", "%(count)s posts are late.", 2)
C = pgettext("thread", "Answer")
D = _("Written by %(name)s")
"""
TEMPLATE = """{% load i18n %}<h1>{% translate "What waits for you" %}</h1>
    {% blocktranslate count n=3 trimmed %}
        {{ n }} person waits.
        {% plural %}
        {{ n }} persons wait.
    {% endblocktranslate %}
<p title="{% translate 'Close the list' context 'door' %}">{# Translators: nothing #}</p>
"""
GERMAN = {
    "Save the post": "Beitrag speichern",
    "Answer": "Antwort",
    "Written by %(name)s": "Geschrieben von %(name)s",
    "What waits for you": "Was auf Sie wartet",
    "Close the list": "Liste schließen",
}
PLURALS = {
    "%(count)s post is late.": {0: "Ein Beitrag ist verspätet.", 1: "%(count)s Beiträge sind verspätet."},
    "%(n)s person waits.": {0: "%(n)s Person wartet.", 1: "%(n)s Personen warten."},
}


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A room with texts in code and in a template, and no catalogue yet."""
    place = tmp_path / "desk"
    (place / "templates" / "desk").mkdir(parents=True)
    (place / "__init__.py").touch()
    (place / "views.py").write_text(CODE)
    (place / "templates" / "desk" / "page.html").write_text(TEMPLATE)
    return place


@pytest.fixture
def german(room: Path) -> Path:
    """The same room, with all its German."""
    messages.update(room)
    change(room, translate)
    return room


def translate(entry: polib.POEntry) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = dict(PLURALS[entry.msgid])
    else:
        entry.msgstr = GERMAN[entry.msgid]


def change(room: Path, act: Callable[[polib.POEntry], object]) -> None:
    catalogue = polib.pofile(str(messages.catalogue_of(room)))
    for entry in catalogue:
        act(entry)
    catalogue.save()


def entry_of(room: Path, msgid: str) -> polib.POEntry:
    return polib.pofile(str(messages.catalogue_of(room))).find(msgid)


def test_every_text_of_code_and_templates_is_found(room: Path) -> None:
    assert {(text.context, text.msgid, text.plural) for text in messages.found_in(room)} == {
        (None, "Save the post", ""),
        (None, "%(count)s post is late.", "%(count)s posts are late."),
        ("thread", "Answer", ""),
        (None, "Written by %(name)s", ""),
        (None, "What waits for you", ""),
        (None, "%(n)s person waits.", "%(n)s persons wait."),
        ("door", "Close the list", ""),
    }


def test_a_complete_catalogue_has_no_fault(german: Path) -> None:
    assert messages.check(german) == []


def test_each_text_without_german_is_named(room: Path) -> None:
    assert 'desk: not in the catalogue: "Save the post"' in messages.check(room)
    messages.update(room)
    assert 'desk: no German: "Save the post"' in messages.check(room)
    assert len(messages.check(room)) == 7


def test_a_missing_plural_form_is_a_fault(german: Path) -> None:
    def empty(entry: polib.POEntry) -> None:
        if entry.msgid_plural and "late" in entry.msgid:
            entry.msgstr_plural = {0: entry.msgstr_plural[0], 1: ""}

    change(german, empty)
    assert messages.check(german) == ['desk: one of its plural forms has no German: "%(count)s post is late."']


def test_a_doubtful_text_is_a_fault(german: Path) -> None:
    change(german, lambda entry: entry.msgid == "Answer" and entry.flags.append("fuzzy"))
    assert messages.check(german) == ['desk: marked as doubtful: "Answer"']


@pytest.mark.parametrize("wrong", ["Geschrieben von %(nmae)s", "Geschrieben"])
def test_a_placeholder_that_does_not_fit_is_a_fault(german: Path, wrong: str) -> None:
    def spoil(entry: polib.POEntry) -> None:
        if entry.msgid.startswith("Written"):
            entry.msgstr = wrong

    change(german, spoil)
    assert len(messages.check(german)) == 1
    assert "placeholders differ" in messages.check(german)[0]


def test_an_update_keeps_the_german_and_drops_what_the_code_no_longer_says(german: Path) -> None:
    code = (german / "views.py").read_text()
    (german / "views.py").write_text(code.replace("Save the post", "Save this post"))
    messages.update(german)
    assert entry_of(german, "Save the post") is None
    assert entry_of(german, "Save this post").msgstr == ""
    assert entry_of(german, "Written by %(name)s").msgstr == "Geschrieben von %(name)s"


def test_an_update_of_what_is_up_to_date_changes_no_byte(german: Path) -> None:
    messages.update(german)
    before = messages.catalogue_of(german).read_bytes()
    messages.update(german)
    assert messages.catalogue_of(german).read_bytes() == before
    assert b"POT-Creation-Date" not in before
    assert b"views.py" not in before


def test_a_compiled_catalogue_speaks_german(german: Path) -> None:
    messages.compile_catalogue(german)
    compiled = polib.mofile(str(messages.catalogue_of(german).with_suffix(".mo")))
    assert compiled.find("Save the post").msgstr == "Beitrag speichern"
    assert messages.is_compiled(german)


def test_a_text_that_says_two_things_in_german_is_named(german: Path, tmp_path: Path) -> None:
    assert messages.contradictions([german]) == []
    other = tmp_path / "plan"
    shutil.copytree(german, other)
    assert messages.contradictions([german, other]) == []
    change(other, lambda entry: setattr(entry, "msgstr", "Post sichern") if entry.msgid == "Save the post" else None)
    (said,) = messages.contradictions([german, other])
    assert said == 'desk, plan: several Germans (Beitrag speichern; Post sichern): "Save the post"'
