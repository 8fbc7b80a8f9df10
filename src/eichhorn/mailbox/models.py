"""Letters as they came, and whose are answered at once.

The difficult thing: no letter may be lost, and none taken twice, whenever the worker dies. So a letter is a row with the digest
of what it is, which can stand there once; the file is moved afterwards, and moving it again does no harm.
"""

from django.db import models
from django.db.models import Q

from eichhorn.mailbox.rules import FEWEST_DAYS, MOST_DAYS, Standing, Trouble, Why


class Door(models.Model):
    """Whose letters are answered at once, and whether looking works. One row."""

    known_domains = models.JSONField(default=list)
    """Domains of the house, in small letters; letters from elsewhere are answered by people only."""
    server = models.CharField(max_length=200, blank=True)
    """Under which name our mail server records where a letter comes from; empty: nobody is confirmed."""
    keeps_days = models.PositiveSmallIntegerField(default=180)
    """So many days after their request was ended letters are deleted; the request stays."""
    looked_at = models.DateTimeField(null=True)
    worked_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=10, blank=True, choices=[(one.value, one.value) for one in Trouble])
    """Why looking did not work the last time; empty where it did."""
    refused_at = models.DateTimeField(null=True)
    """When the mail server refused our password the last time; empty since it let us in."""
    validity = models.BigIntegerField(null=True)
    """Of the folder on the mail server that was read last: as long as it is the same its numbers hold."""
    read_up_to = models.BigIntegerField(default=0)
    only_one = models.BooleanField(default=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["only_one"], name="mailbox_door_only_one"),
            models.CheckConstraint(condition=Q(only_one=True), name="mailbox_door_is_the_one"),
            models.CheckConstraint(
                condition=Q(keeps_days__gte=FEWEST_DAYS, keeps_days__lte=MOST_DAYS),
                name="mailbox_keeps_letters_for_a_while",
            ),
        ]

    def __str__(self) -> str:
        return "door"


class Letter(models.Model):
    """One letter that came by mail, whole, and what became of it."""

    digest = models.CharField(max_length=64)
    raw = models.BinaryField()
    """The whole letter; empty where it is too large, and then it lies in the folder under its name."""
    file_name = models.CharField(max_length=255)
    """Under which it lay in the folder."""
    size_bytes = models.PositiveBigIntegerField()
    name = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=254, blank=True)
    """Who is said to have written it."""
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    sender_is_confirmed = models.BooleanField(default=False)
    standing = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Standing])
    why = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Why])
    """Why it was set aside; empty where it was not."""
    request = models.ForeignKey("desk.Request", null=True, on_delete=models.SET_NULL, related_name="+")
    pictures = models.ManyToManyField("media.Picture", related_name="+")
    refused = models.JSONField(default=list)
    """Files that were not taken over: the name of each, and why."""
    came_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="letter_is_taken_in_once"),
            models.CheckConstraint(
                condition=~Q(standing="aside") | ~Q(why=""), name="letter_is_set_aside_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(standing__in=[one.value for one in Standing]), name="letter_standing_is_known"
            ),
        ]
        indexes = [models.Index(fields=["standing", "came_at"], name="letter_standing")]

    def __str__(self) -> str:
        return f"letter {self.pk}"
