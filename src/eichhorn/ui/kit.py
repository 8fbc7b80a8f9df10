"""What the page of building blocks shows: every component once, with words of the mockups."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest

from eichhorn.foundation import clock
from eichhorn.ui.fields import Card, LocalDateTimeField
from eichhorn.ui.shell import Entry, HoldBar
from eichhorn.ui.states import StateKind
from eichhorn.ui.thread import Knot, KnotName, KnotState, Thread
from eichhorn.ui.waiting import Waiting


class KitForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(label="Worum geht es?", help_text="Ein Satz genügt.")
    when = LocalDateTimeField(label="Bis wann brauchen Sie eine Antwort?")
    answer = forms.ChoiceField(
        label="Ihre Antwort",
        widget=forms.RadioSelect,
        choices=[
            ("yes", Card("Annehmen", hint="Baustelle rückt, 1,5 h")),
            ("later", Card("Später, mit Alternative", hint="Freitag 11:00 und Vorlage")),
            ("no", Card("Ablehnen", hint="Mit Grund und anderem Weg")),
        ],
    )
    channels = forms.MultipleChoiceField(
        label="Kanäle",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("m", Card("Mastodon", icon="brand-mastodon")), ("f", Card("Facebook", icon="brand-facebook"))],
    )
    department = forms.ChoiceField(
        label="Abteilung", choices=[("", "Bitte wählen"), ("v", "Vertrieb"), ("t", "Tiefbau")]
    )
    picture = forms.ImageField(label="Bild", required=False, help_text="PNG oder JPEG, höchstens 8 MB.")
    spontaneous = forms.BooleanField(label="Kurzfristig", required=False, help_text="Zählt in das Strohfeuer-Budget.")
    text = forms.CharField(label="Text", required=False, widget=forms.Textarea(attrs={"rows": 3}))


STATES = (
    (StateKind.REST, "circle-dashed", "Entwurf"),
    (StateKind.REST, "player-pause", "zurückgestellt"),
    (StateKind.WAIT, "hourglass", "wartet auf Recht"),
    (StateKind.WAIT, "hand-click", "von Hand"),
    (StateKind.OK, "circle-check", "freigegeben"),
    (StateKind.PLAN, "clock-hour-4", "geplant"),
    (StateKind.PLAN, "send", "draußen"),
    (StateKind.UNSURE, "help-circle", "unsicher"),
    (StateKind.STOP, "alert-circle", "steht still"),
)


LETTERS = {
    "d": KnotState.DONE, "n": KnotState.NOW, "x": KnotState.NEXT, "s": KnotState.SKIP, "!": KnotState.STOP,
    "?": KnotState.UNSURE,
}  # fmt: skip


def of_states(letters: str) -> Thread:
    """Return a thread with these seven states and no facts."""
    return Thread(tuple(Knot(name, LETTERS[letter]) for name, letter in zip(KnotName, letters, strict=True)))


def thread() -> Thread:
    """Return a thread with the facts of the mockup."""
    facts = ("Vertrauen", "eigene Idee", "Fassung 4", "ohne Hinweis", "Recht, gestern", "bitte nachsehen", "folgt")
    states = of_states("dsddd?x").knots
    return Thread(tuple(Knot(knot.name, knot.state, fact, "#inhalt") for knot, fact in zip(states, facts, strict=True)))


def shown(request: HttpRequest) -> dict[str, object]:
    """Return everything the page shows."""
    now = clock.now()
    here = request.path
    return {
        "navigation": (
            Entry("Heute", "/", "sun-high", "H"),
            Entry("Plan", here, "calendar-event", "P", is_open=True, below=(
                Entry("Kalender", "#kalender"), Entry("Beiträge", here, is_here=True), Entry("Ziele", "#ziele"),
                Entry("Ausgang", "#ausgang"))),
            Entry("Anfragen", "#anfragen", "clipboard-text", "A"),
            Entry("Dialog", "#dialog", "messages", "D"),
            Entry("Menschen", "#menschen", "users", "M"),
            Entry("Richtlinien", "#richtlinien", "book-2", "R"),
            Entry("Wirkung", "#wirkung", "seedling", "W"),
        ),
        "foot_entries": (Entry("Lage: Windstille", "#lage", "wind"), Entry("Einstellungen", "#einstellungen", "settings")),
        "new_entries": (Entry("Beitrag", "#neu", "pencil"), Entry("Anfrage", "#neu", "clipboard-text")),
        "hold": HoldBar("14 Beiträge angehalten", now, "#lage", by="Miriam Aydın") if "hold" in request.GET else None,
        "states": STATES,
        "thread": thread(),
        "threads": tuple(of_states(states) for states in ("dnxxxxx", "ddddnxx", "ddddd?x", "dddd!xx", "ddddddn")),
        "form": KitForm(request.GET if "check" in request.GET else None),
        "rows": (
            Waiting("due", "help-circle", "Ablesekarten auf Facebook: ist der Beitrag angekommen?",
                "Facebook hat um 9:00 nicht geantwortet. Doppelt senden wir nicht.", "#a", "Nachsehen",
                now - timedelta(hours=2), sign=StateKind.UNSURE, thread=of_states("ddddd?x")),
            Waiting("due", "pencil", "Baustelle Nordring: Hinweis der Prüfung ansehen",
                "Donnerstag 14:00 · Frau Voss gibt bis morgen 12:00 frei", "#b", "Öffnen", now - timedelta(minutes=40),
                thread=of_states("dddnxxx")),
            Waiting("person", "", "Petra Lindqvist, Netztechnik",
                "hat zu Wasserstoff geantwortet und fragt: „Ist das so verständlich?“", "#c", "Antwort ansehen",
                now - timedelta(days=1), initials="PL"),
        ),
        "now": now,
    }  # fmt: skip
