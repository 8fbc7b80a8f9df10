"""Ideas with their pictures, and the links by which people without an account send some.

The difficult thing: two people may take up one idea at the same moment. So what an idea became stands in its own row,
which is locked to say it, and a constraint lets no idea be taken without its post, and no post come of two ideas.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from eichhorn.content.rules import LONGEST_ADDRESS, LONGEST_ALT
from eichhorn.ideas.rules import LONGEST_BECAUSE, LONGEST_NAME, LONGEST_TITLE, State


class Door(models.Model):
    """A link by which people without an account send ideas; its token is shown once and kept nowhere."""

    name = models.CharField(max_length=LONGEST_NAME)
    """Where it hangs, or for whom it is."""
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="idea_door_has_a_name"),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("made_at")), name="idea_door_ends_after_it_began"),
        ]

    def __str__(self) -> str:
        return self.name


class Idea(models.Model):
    """Something that could become a post."""

    title = models.CharField(max_length=LONGEST_TITLE)
    note = models.TextField(blank=True)
    link = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    """An address that is kept and shown; nobody opens it but people."""
    had_by = models.CharField(max_length=LONGEST_NAME, blank=True)
    """Who had it, in words; empty where it is whoever brought it."""
    brought_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    door = models.ForeignKey(Door, null=True, on_delete=models.PROTECT, related_name="ideas")
    """The link by which it came, null where somebody of the house wrote it."""
    goal = models.ForeignKey("strategy.Goal", null=True, on_delete=models.PROTECT, related_name="+")
    pillar = models.ForeignKey("strategy.Pillar", null=True, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey("topics.Topic", null=True, on_delete=models.PROTECT, related_name="+")
    """What of the plan of topics it is about; the post that it becomes belongs to it too."""
    channels = models.ManyToManyField("channels.Channel", related_name="+")
    tags = models.ManyToManyField("planning.Tag", related_name="+")
    state = models.CharField(max_length=10, default=State.OPEN.value, choices=[(one.value, one.value) for one in State])
    because = models.CharField(max_length=LONGEST_BECAUSE, blank=True)
    """Why it was put aside."""
    draft = models.OneToOneField("content.Draft", null=True, on_delete=models.PROTECT, related_name="+")
    """The post that it became."""
    came_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    """When somebody of the team said that they know of it; null: it came by phone and nobody has yet."""
    moved_at = models.DateTimeField(null=True)
    """When it was taken up, put aside or brought back last."""
    moved_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    edition = models.PositiveIntegerField(default=1)
    """How often it was written; by it two who change it at once notice each other."""
    once = models.CharField(max_length=64, null=True, unique=True)
    """The mark of the form by which it came: the same form sent twice brings one idea."""
    findable = models.TextField(blank=True)
    """Its words in small letters, for searching; kept by the services."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="idea_has_a_title"),
            models.CheckConstraint(condition=Q(state__in=[one.value for one in State]), name="idea_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.TAKEN.value, draft__isnull=False)
                | (~Q(state=State.TAKEN.value) & Q(draft__isnull=True)),
                name="idea_taken_has_its_post",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-came_at", "-id"], name="idea_newest"),
            models.Index(fields=["came_at"], condition=Q(seen_at__isnull=True), name="idea_unseen"),
            GinIndex(fields=["findable"], opclasses=["gin_trgm_ops"], name="idea_found_by_words"),
        ]

    def __str__(self) -> str:
        return self.title


class IdeaPicture(models.Model):
    """A picture of an idea, with what somebody said can be seen on it."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField()
    picture = models.ForeignKey("media.Picture", on_delete=models.PROTECT, related_name="+")
    alt = models.CharField(max_length=LONGEST_ALT, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "position"], name="idea_picture_position_is_one"),
            models.UniqueConstraint(fields=["idea", "picture"], name="idea_picture_is_there_once"),
        ]

    def __str__(self) -> str:
        return f"picture {self.picture_id} of idea {self.idea_id}"
