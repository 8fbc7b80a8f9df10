"""What a file would become in this house, and what became of those before it.

The difficult thing: a table of a thousand lines may name anything. So the house is read once for all lines, and of what
there is much of (pictures, names of people, posts that stand in the plan) only what the table speaks of.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5, Lower

from eichhorn.channels import queries as channels
from eichhorn.content.models import Draft
from eichhorn.content.rules import LANGUAGES, named
from eichhorn.media import queries as media
from eichhorn.media.models import Picture
from eichhorn.media.rules import Consent
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import rules as plan
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.snippets import queries as snippets
from eichhorn.spreadsheets.models import Made, Sheet
from eichhorn.spreadsheets.rules import (
    Column,
    House,
    KnownChannel,
    KnownPicture,
    Report,
    Table,
    print_of,
    read_table,
    report,
)
from eichhorn.spreadsheets.rules.columns import plain
from eichhorn.strategy import queries as strategy

ENGLISH_NAMES = {"german": "de", "english": "en", "englisch": "en", "französisch": "fr", "french": "fr",
                 "türkisch": "tr", "turkish": "tr", "arabisch": "ar", "arabic": "ar", "ukrainisch": "uk", "ukrainian": "uk",
                 "russisch": "ru", "russian": "ru", "polnisch": "pl", "polish": "pl", "italienisch": "it", "italian": "it",
                 "spanisch": "es", "spanish": "es"}  # fmt: skip
"""What those call some languages who speak another one."""
KEPT_FOR = timedelta(days=7)
"""So long a file is kept that was looked at and not made to posts."""
SHOWN_SHEETS = 20
UNTOUCHED = (Stage.IDEA, Stage.DRAFT)


def looked_at(sheet: Sheet, *, by: Person, now: datetime) -> Report:
    """Return what would be made of the file now. Twelve queries, however long it is."""
    table = read_table(sheet.text)
    return report(table, house(table, by=by, now=now))


def house(table: Table, *, by: Person, now: datetime) -> House:
    """Return all that the lines of the table may name. Twelve queries."""
    organisation, today = people.organisation(), people.today(now)
    in_use = list(channels.active())
    with people.roles_read_once():
        may = {c.pk: all(people.may(by, act, now=now, channel=c.pk) for act in (Act.PLAN, Act.WRITE)) for c in in_use}
    known = tuple(
        KnownChannel(c.pk, c.name, channels.label(c), c.language, channels.limits(c), may[c.pk]) for c in in_use
    )
    texts = [*_values(table, Column.TEXT), *_values(table, Column.OWN_TEXT), *_values(table, Column.COMMENT)]
    names = {name for text in texts for name in named(text)}
    goals = strategy.goals(on=today) | strategy.goals_to_come(on=today)
    return House(
        zone=organisation.zone, now=now, language=organisation.language, channels=known,
        goals=dict(goals.values_list("name", "pk")), pillars=dict(strategy.pillars().values_list("name", "pk")),
        campaigns=dict(strategy.campaigns().order_by().values_list("name", "pk")),
        pictures=_pictures(_values(table, Column.PICTURE)), languages=_languages(),
        handles=snippets.handles(names, in_use), standing=_standing(texts, now=now),
    )  # fmt: skip


def sheet_of(sheet_id: int, *, by: Person) -> Sheet:
    """Return the file, or Sheet.DoesNotExist; what is not made yet is seen by nobody but who chose it. One query."""
    seen = Q(made_at__isnull=False) | Q(looked_by=by)
    return Sheet.objects.select_related("made_by").filter(seen).get(pk=sheet_id)


def made_before(digest: str) -> Sheet | None:
    """Return the latest making of the same file that was not taken back, None where there is none. One query."""
    return (
        Sheet.objects.filter(digest=digest, made_at__isnull=False, undone_at__isnull=True)
        .select_related("made_by")
        .order_by("-making")
        .first()
    )


def lately_made() -> models.QuerySet[Sheet]:
    """Return the files of which posts were made, latest first, each with how many. One query."""
    made = Sheet.objects.filter(made_at__isnull=False).annotate(posts=models.Count("made"))
    return made.select_related("made_by").order_by("-made_at", "-pk").fetch_mode(models.FETCH_RAISE)[:SHOWN_SHEETS]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the posts of a file."""

    posts: int
    untouched: int
    """So many stand as they were made: only these are taken back."""


def outcome(sheet: Sheet) -> Outcome:
    """Return what became of its posts. Two queries."""
    return Outcome(sheet.made.count(), untouched(sheet).count())


def untouched(sheet: Sheet) -> models.QuerySet[Slot]:
    """Return the posts of the file on which nobody has worked since: no other text, no other date, nobody asked."""
    written = Draft.objects.filter(slot=models.OuterRef("pk"))
    made = Made.objects.filter(sheet=sheet, local__isnull=False, local=models.OuterRef("planned_local"))
    undated = Made.objects.filter(sheet=sheet, local__isnull=True)
    return (
        Slot.objects.filter(stage__in=UNTOUCHED)
        .filter(models.Exists(made.filter(slot=models.OuterRef("pk"))) | Q(planned_local=None, pk__in=undated.values("slot")))
        .exclude(models.Exists(written.filter(Q(latest=None) | Q(latest__number__gt=1))))
        .order_by("pk")
    )  # fmt: skip


def posts_of(sheet: Sheet) -> models.QuerySet[Made]:
    """Return the posts of the file in the order of its lines. Two queries."""
    made = Made.objects.filter(sheet=sheet).select_related("slot").prefetch_related("slot__channels")
    return made.order_by("row").fetch_mode(models.FETCH_RAISE)


def _values(table: Table, column: Column) -> list[str]:
    """Return what stands in the cells of a column."""
    of = [heading for heading in table.head.headings if heading.column is column]
    return [value for row in table.rows for heading in of if (value := row.under(heading).strip())]


def _languages() -> dict[str, str]:
    own = {plain(word): code for code, word in LANGUAGES}
    return {**ENGLISH_NAMES, **own, **{code: code for code, _ in LANGUAGES}}


def _pictures(values: Iterable[str]) -> dict[str, tuple[KnownPicture, ...]]:
    """Return the pictures that the cells name, by file name. Four queries, none where no picture is named."""
    wanted = {part.strip().casefold() for value in values for part in (value, *value.replace("|", ";").replace("\n", ";").split(";"))}  # fmt: skip
    if not wanted:
        return {}
    found: dict[str, tuple[KnownPicture, ...]] = {}
    named_so = Picture.objects.annotate(plain_name=Lower("file_name")).filter(plain_name__in=wanted)
    for picture in media.known(named_so).order_by("pk"):
        one = KnownPicture(
            picture.pk, picture.last_day, tuple(Consent(shown.consent) for shown in picture.shown.all()),
            {description.language: description.text for description in picture.descriptions.all()},
        )  # fmt: skip
        key = picture.file_name.casefold()
        found[key] = (*found.get(key, ()), one)
    return found


def _standing(texts: Iterable[str], *, now: datetime) -> frozenset[tuple[int, date, str]]:
    """Return where these texts stand in the plan already: channel, day, print of the text. One query."""
    prints = {print_of(text) for text in texts}
    if not prints:
        return frozenset()
    there = (
        Draft.objects.annotate(print=MD5("latest__text"))
        .filter(print__in=prints, slot__due_at__gt=now - timedelta(days=1))
        .exclude(slot__stage=Stage.CANCELLED)
        .annotate(channel=F("slot__channels"))
    )
    return frozenset(
        (channel, plan.wall(local).date(), text)
        for channel, local, text in there.values_list("channel", "slot__planned_local", "print")
        if channel is not None and local is not None
    )
