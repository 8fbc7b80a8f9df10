"""The strategy of Stadtwerke Erlengrund: last year's, the one in force, and what the second changed."""

from datetime import timedelta
from typing import Any

from eichhorn.concept import queries, services
from eichhorn.concept.models import Version
from eichhorn.concept.rules import Decision, Question
from eichhorn.config.demo.days import Days
from eichhorn.config.demo.house import People, Plan
from eichhorn.planning.rules import quarter
from eichhorn.strategy import services as strategy
from eichhorn.strategy.models import Goal, Milestone

FIRST: dict[Question, str] = {
    Question.GOALS: """Wer in Erlengrund wohnt, soll **rechtzeitig wissen**, was Wasser, Wärme und Bäder betrifft.

- Baustellen erklären, bevor sie stören
- Fragen beantworten, die sonst im Kundenzentrum landen
- zeigen, wer hier arbeitet, damit junge Leute zu uns kommen

Kein Ziel ist Reichweite um ihrer selbst willen.""",
    Question.AUDIENCES: """Die 41.000 Menschen, die wir versorgen. Drei Gruppen haben wir besonders im Blick:

1. Familien, die ins Bad gehen und Störungen sofort merken
2. Hausbesitzerinnen und Hausbesitzer, die über Wärme entscheiden
3. Jugendliche vor der Berufswahl

Wer keine Netzwerke nutzt, findet alles auf der Website und am Aushang im Kundenzentrum.""",
    Question.CONTENT: """Vier Säulen tragen uns durch das Jahr: *Wasser*, *Wärme*, *Bäder* und *Menschen im Betrieb*.

Politik überlassen wir dem Stadtrat, Wetter dem Wetterdienst.""",
    Question.FORM: """Wir sagen „Sie“, kurze Sätze, keine Abkürzungen aus dem Betrieb. Jedes Bild hat eine Beschreibung, jeder Film Untertitel. Lieber ein ehrliches Foto von der Baustelle als ein schönes aus dem Katalog.""",
    Question.DIALOGUE: """Wir antworten werktags von 8 bis 17 Uhr. Kritik bleibt stehen. Was jemanden beleidigt, blenden wir aus und sagen, warum.""",
    Question.PLATFORMS: """**Mastodon** ist unser erster Ort: offen, ohne Anmeldung lesbar. **Bluesky** nutzen wir für alle, die dort sind. Alles Wichtige steht zuerst auf unserer Website.""",
    Question.ORGANISATION: """Die Kommunikation ist verantwortlich: zweimal 20 Stunden in der Woche. Fachabteilungen liefern Fakten und geben frei, was ihre Zahlen betrifft. Am Wochenende ist niemand im Dienst; bei einer Störung ruft die Leitstelle an.""",
}
DIALOGUE = """Wir antworten werktags von 8 bis 17 Uhr, **die erste Antwort kommt am selben Tag**. Wer nach Feierabend schreibt, liest in unserem Profil, wann wir wieder da sind.

Kritik bleibt stehen. Was jemanden beleidigt, blenden wir aus und sagen, warum; im Zweifel entscheiden zwei."""


def answer(days: Days, who: People, plan: Plan) -> None:
    """Two versions were decided, the second of which is in force; two goals have a way, and one went back on it."""
    _decide(FIRST, days, who, ago=350, decision=Decision(days.before(days=340).date()))
    second = Decision(
        days.before(days=60).date(), days.before(days=-300).date(),
        "Wir sagen zu, wie schnell wir antworten, und zwei entscheiden über das Ausblenden.",
        "Im vergangenen Jahr blieb jede fünfte Frage über Nacht liegen, und zweimal wurde gefragt, wer hier ausblendet.",
    )  # fmt: skip
    _decide({Question.DIALOGUE: DIALOGUE}, days, who, ago=75, decision=second)
    _lead(days, who, plan)


def _lead(days: Days, who: People, plan: Plan) -> None:
    def milestone(goal: Goal, name: str, *, in_days: int, step: str = "") -> Milestone:
        due_on = days.before(days=-in_days).date()
        return strategy.set_milestone(
            goal=goal, name=name, due_on=due_on, next_step=step, by=None, now=days.before(days=90)
        )

    def when(ago: int) -> dict[str, Any]:
        return {"on": days.before(days=ago).date(), "by": who.miriam, "now": days.before(days=ago)}

    listed = milestone(plan.trust, "Jede Baustelle steht auf einer Liste, die wir lesen können", in_days=-55)
    early = milestone(
        plan.trust, "Jeder Hinweis steht eine Woche vor dem ersten Bagger da", in_days=20,
        step="Mit dem Tiefbau den Dienstag als Meldetag vereinbaren",
    )  # fmt: skip
    milestone(plan.trust, "Ein Drittel weniger Anrufe in der ersten Bauwoche", in_days=150)
    milestone(
        plan.service,
        "Die zehn häufigsten Fragen sind beantwortet",
        in_days=-6,
        step="Drei fehlen: Tarife, Umzug, Mahnung",
    )
    past = (days.today - (quarter(days.today)[0] - timedelta(days=5))).days
    milestone(plan.young, "Zwei Auszubildende erzählen ihren Weg selbst", in_days=-past)  # its quarter ended without it
    strategy.reach(milestone=listed, evidence="Die Liste des Tiefbaus kommt jeden Montag, seit März.", **when(58))
    strategy.reach(milestone=early, evidence="Neun von neun Hinweisen im Frühjahr.", **when(40))
    strategy.go_back(
        milestone=early, reason="Am Nordring kam der Bagger zwei Tage vor dem Hinweis. Wir zählen wieder von vorn.",
        **when(12),
    )  # fmt: skip


def _decide(said: dict[Question, str], days: Days, who: People, *, ago: int, decision: Decision) -> Version:
    at = days.before(days=ago)
    version = services.begin(by=None, now=at)
    stands = queries.answers(version)
    for number, (question, text) in enumerate(said.items(), start=1):
        services.write(
            version=version, question=question, text=text, based_on=stands[question].revision, by=who.miriam,
            now=at + timedelta(minutes=20 * number),
        )  # fmt: skip
    return services.decide(version=version, decision=decision, by=who.miriam, now=at + timedelta(days=3))
