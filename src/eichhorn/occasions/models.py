"""What is kept of occasions: whose holidays are shown, entries of the house, files they came from, and what was decided."""

from django.db import models
from django.db.models import F, Q

from eichhorn.occasions.rules import KEPT, LONGEST_NAME, Kind, Level


class Region(models.Model):
    """A country or a part of one whose holidays stand in the calendar."""

    of = models.CharField(max_length=10, unique=True)
    """As ISO 3166-2 writes it: "DE", "DE-NW"."""
    school = models.BooleanField(default=False)
    """Whether its school holidays are shown too, where they are known."""

    def __str__(self) -> str:
        return self.of


class Source(models.Model):
    """A file that was read: its name says whose dates they are, and reading it anew takes the place of what stood there."""

    name = models.CharField(max_length=LONGEST_NAME, unique=True)
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in KEPT])
    read_at = models.DateTimeField()
    read_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One occasion that the house keeps: once or every year, of one day or of a period."""

    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in KEPT])
    name = models.CharField(max_length=LONGEST_NAME)
    name_en = models.CharField(max_length=LONGEST_NAME, blank=True)
    begins_on = models.DateField()
    ends_on = models.DateField()
    """The first day after it."""
    yearly = models.BooleanField(default=False)
    team = models.ForeignKey("people.Team", null=True, on_delete=models.SET_NULL, related_name="+")
    pillar = models.ForeignKey("strategy.Pillar", null=True, on_delete=models.SET_NULL, related_name="+")
    lead_days = models.PositiveSmallIntegerField(null=True)
    """So many days before it is offered as an idea to plan; None: never."""
    level = models.CharField(max_length=10, blank=True, choices=[(one.value, one.value) for one in Level])
    """Who is elected, of an election."""
    source = models.ForeignKey(Source, null=True, on_delete=models.CASCADE, related_name="entries")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in KEPT]), name="entry_kind_is_known"),
            models.CheckConstraint(condition=~Q(name=""), name="entry_has_a_name"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("begins_on")), name="entry_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(kind=Kind.ELECTION, level__in=[one.value for one in Level], yearly=False)
                | (~Q(kind=Kind.ELECTION) & Q(level="")),
                name="entry_election_has_a_level_and_comes_once",
            ),
        ]
        indexes = [models.Index(fields=["begins_on", "ends_on"], name="entry_by_period")]

    def __str__(self) -> str:
        return self.name


class Settled(models.Model):
    """Of one coming of an entry it is decided whether something is planned for it."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="settled")
    begins_on = models.DateField()
    """The first day of the coming that is meant."""
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "begins_on"], name="settled_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.begins_on}"
