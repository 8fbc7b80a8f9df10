"""Deliveries and their attempts.

The difficult thing: two workers, a crash and a slow network must together never make two posts of one. What must never
be false is said by the constraints below, not by code; two things that no constraint can say are kept by triggers: a
sent delivery never changes, and the end of an attempt is written once (see the migrations).
"""

from django.db import models
from django.db.models import Q

from eichhorn.delivery.rules import AttemptKind, Outcome, OutsideState, State


class Delivery(models.Model):
    """One post of a draft, or one reply, to one channel, once.

    A thread leaves as one delivery for each of its parts; the next is made in the same transaction in which the one
    before it is out, so there is never a part that could leave too early, nor a thread that is forgotten half-way.
    """

    draft = models.ForeignKey("content.Draft", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("content.Version", null=True, on_delete=models.PROTECT, related_name="+")
    """The version approved and claimed for sending."""
    reply_id = models.BigIntegerField(null=True)
    """A reply in dialogue, which stands above this room; null for a post."""
    reply_text = models.TextField(blank=True)
    reply_to = models.CharField(max_length=300, blank=True)
    """The network's id of the message that is answered, or of the part before."""
    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT, related_name="+")
    part = models.PositiveSmallIntegerField(default=1)
    """Which post of its thread, from 1; the first comment is the last part."""
    parts = models.PositiveSmallIntegerField(default=1)
    """Of how many; true from the moment at which this one first leaves."""
    key = models.UUIDField(unique=True)
    """Sent with every try as the Idempotency-Key."""
    state = models.CharField(max_length=12, default=State.WAITING, choices=[(s.value, s.value) for s in State])
    due_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    """When the machine does something next: due, after a pause, or the end of the lease while sending."""
    tries = models.PositiveSmallIntegerField(default=0)
    """How many attempts were made; the number of the last one."""
    network_id = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=500, blank=True)
    because = models.CharField(max_length=40, blank=True)
    """A rules.Because, or the rules.Outcome that led to this state: for the sentence on the page."""
    detail = models.CharField(max_length=500, blank=True)
    """What the network said, in its words."""
    released_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    """Who let a late, held, stopped or doubtful one leave all the same."""
    released_at = models.DateTimeField(null=True)
    """When they did: lateness counts from then on."""
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """The post that is out and that this one changes on its network; null where it is a post of its own."""
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    """Who said that it is there, where a person did."""
    settled = models.BooleanField(default=True)
    """False from a change on until plan and desk have drawn their conclusions from it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "channel", "part"], condition=Q(draft__isnull=False), name="delivery_happens_once"
            ),
            models.CheckConstraint(condition=Q(part__gte=1, parts__gte=1), name="delivery_parts_are_counted_from_one"),
            models.UniqueConstraint(
                fields=["channel", "network_id"], condition=~Q(network_id=""), name="delivery_proof_is_of_one"
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | Q(network_id="", draft__isnull=False, part=1, parts=1),
                name="delivery_that_corrects_is_no_post_of_its_own",
            ),
            models.UniqueConstraint(
                fields=["reply_id"], condition=Q(reply_id__isnull=False), name="delivery_of_a_reply_once"
            ),
            models.CheckConstraint(
                condition=Q(draft__isnull=False, reply_id__isnull=True) | Q(draft__isnull=True, reply_id__isnull=False),
                name="delivery_is_of_a_post_or_a_reply",
            ),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="delivery_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="sent")
                | (Q(sent_at__isnull=False) & (~Q(network_id="") | ~Q(url="") | Q(seen_by__isnull=False))),
                name="delivery_sent_has_proof",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "sending", "checking"]) | Q(next_at__isnull=False),
                name="delivery_under_way_has_a_next_instant",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(state__in=["waiting", "sending", "checking"]), name="delivery_next"
            ),
            models.Index(fields=["channel", "state"], name="delivery_of_a_channel"),
            models.Index(fields=["sent_at"], condition=Q(state="sent"), name="delivery_out"),
            models.Index(fields=["id"], condition=Q(settled=False), name="delivery_to_settle"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class Attempt(models.Model):
    """One try, committed before the network is asked. Its outcome is written once."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in AttemptKind])
    began_at = models.DateTimeField()
    lease_ends_at = models.DateTimeField()
    """Until then the one who began may still be at it; after it, silence is a doubt."""
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True, choices=[(o.value, o.value) for o in Outcome])
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="attempt_number_is_one"),
            models.UniqueConstraint(
                fields=["delivery"], condition=Q(ended_at__isnull=True), name="attempt_is_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="") | Q(ended_at__isnull=False) & ~Q(outcome=""),
                name="attempt_ended_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"attempt {self.number} of {self.delivery_id}"


class Correction(models.Model):
    """A draft that is to change a post that is out. It is written, checked and approved like any other."""

    draft = models.OneToOneField("content.Draft", on_delete=models.PROTECT, related_name="+")
    of = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="corrections")
    reason = models.CharField(max_length=300)
    begun_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="correction_says_why")]

    def __str__(self) -> str:
        return f"correction {self.pk}"


class Removal(models.Model):
    """A post that is out is taken back on its network; it stays in our history, with who asked for it and why."""

    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="removal")
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    """When the network is asked, or asked again; null once it has said Yes or No."""
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    """When the network said that it is not there any more."""
    detail = models.CharField(max_length=500, blank=True)
    """Why the network did not, in its words."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="removal_says_why"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(next_at__isnull=True), name="removal_ends_once"
            ),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="removal_due")]

    def __str__(self) -> str:
        return f"removal {self.pk}"


class Outside(models.Model):
    """A post of our account that was published past Eichhorn, by hand or by another program."""

    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT, related_name="+")
    network_id = models.CharField(max_length=300)
    url = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    """Empty where the network does not say."""
    said_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    """When we found it."""
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in OutsideState])
    slot = models.ForeignKey("planning.Slot", on_delete=models.PROTECT, related_name="+")
    """The plan that it is like, or is; the one that was noted for it alone where nobody planned it."""
    likeness = models.PositiveSmallIntegerField(default=0)
    """How much like that plan it was found to be, of 100; 0 where nothing was like it."""
    delivery = models.OneToOneField(Delivery, null=True, on_delete=models.PROTECT, related_name="+")
    """The delivery that it is the proof of."""
    decided_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    """Null where it was practically certain, or like nothing that was planned."""
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "network_id"], name="outside_is_noted_once"),
            models.CheckConstraint(condition=~Q(network_id=""), name="outside_has_a_number"),
            models.CheckConstraint(
                condition=Q(state="joined", delivery__isnull=False) | (~Q(state="joined") & Q(delivery__isnull=True)),
                name="outside_joined_is_proof",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_at__isnull=False)),
                name="outside_is_decided_or_proposed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in OutsideState]), name="outside_state_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["slot"], condition=Q(state="proposed"), name="outside_to_decide"),
            models.Index(fields=["said_at"], name="outside_by_instant"),
        ]

    def __str__(self) -> str:
        return f"outside {self.pk}"


class Looking(models.Model):
    """How looking for such posts on a channel goes: one worker at a time, and a server that wants quiet is left alone."""

    channel = models.OneToOneField("channels.Channel", on_delete=models.CASCADE, primary_key=True, related_name="+")
    quiet_until = models.DateTimeField()
    """Not asked again before: a worker is asking just now, it was asked lately, or the server wants a pause."""
    silences = models.PositiveSmallIntegerField(default=0)
    """How often in a row the server did not answer."""
    whole_at = models.DateTimeField()
    """Up to then everything was read that the account published."""

    def __str__(self) -> str:
        return f"looking on channel {self.channel_id}"
