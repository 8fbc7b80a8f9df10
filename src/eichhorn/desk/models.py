"""Requests, their versions, and the answers they got.

The difficult thing: the requester has no account and may change their mind. What was asked is kept by version, so that
a draft knows from which version it came.
"""

from django.db import models
from django.db.models import F, Q

from eichhorn.desk.rules import LONGEST_PHONE, MOST_PICTURES, AnswerKind, Because, Origin, State


class Terms(models.Model):
    """What we promise requesters: how soon they get an answer, and who decides when they object. One row, or the usual."""

    answer_hours = models.PositiveSmallIntegerField(default=4)
    """Working hours until a clear answer."""
    appeal_to = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    """Who decides when a requester objects; null where nobody is named, and then nothing is promised."""
    appeal_days = models.PositiveSmallIntegerField(default=1)
    """Working days until they have decided."""
    form_token_sealed = models.BinaryField(null=True)
    """The token of the public form, sealed: it is public, but a database dump need not give it away."""
    only_one = models.BooleanField(default=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["only_one"], name="desk_terms_only_one"),
            models.CheckConstraint(condition=Q(only_one=True), name="desk_terms_are_the_ones"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_hours} hours"


class Request(models.Model):
    """What somebody wants from us, who, and where it stands."""

    title = models.CharField(max_length=160)
    requester_name = models.CharField(max_length=120)
    requester_email = models.EmailField()
    requester_phone = models.CharField(max_length=LONGEST_PHONE, blank=True, default="", db_default="")
    """Where they may be called, as they wrote it; empty where they named none."""
    requester = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    department = models.ForeignKey("people.Department", null=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5, default="de")
    state = models.CharField(max_length=20, default=State.RECEIVED, choices=[(s.value, s.value) for s in State])
    team = models.ForeignKey("people.Team", null=True, on_delete=models.SET_NULL, related_name="+")
    """Who looks at it; null: everybody who triages."""
    slot = models.OneToOneField("planning.Slot", null=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=10, default=Origin.FORM, choices=[(o.value, o.value) for o in Origin])
    entered_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    """Who of the team entered it for whoever asked."""
    confirmed_at = models.DateTimeField(null=True)
    """When whoever asked said that it stands there as they meant it; null while only we say so."""
    received_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()
    """Until when a clear answer was promised: four working hours."""
    decided_at = models.DateTimeField(null=True)
    fulfilled_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    """When what was out on its account had been taken back everywhere; null while something of it stands."""
    confidential = models.BooleanField(default=False)
    embargo_until = models.DateTimeField(null=True)
    """Until then only the team and whoever asked read it, and nothing of it leaves: as the latest version says."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="request_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "planned", "done"]) | Q(slot__isnull=False),
                name="request_accepted_has_a_slot",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="request_has_a_title"),
            models.CheckConstraint(condition=Q(origin__in=[o.value for o in Origin]), name="request_origin_is_known"),
            models.CheckConstraint(
                condition=~Q(origin="form") | Q(confirmed_at__isnull=False), name="request_of_ones_own_is_confirmed"
            ),
        ]
        indexes = [models.Index(fields=["state", "answer_due_at"], name="request_waiting")]

    def __str__(self) -> str:
        return self.title


class RequestVersion(models.Model):
    """What was asked, word for word, at one time. Never changed."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    type = models.ForeignKey("intake.RequestType", null=True, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=list)
    """What was answered to the team's own questions, with the words of each question: intake.forms.Answered."""
    purpose = models.TextField()
    """What should change by it, in the requester's words."""
    goal = models.ForeignKey("strategy.Goal", null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    text_language = models.CharField(max_length=5, default="de")
    wish_local = models.DateTimeField(null=True)
    """Wall-clock wish, stored as if it were UTC; null where any date is welcome."""
    any_date = models.BooleanField(default=False)
    """They said so themselves; else it may be that nobody thought of a date."""
    fixed_because = models.CharField(max_length=300, blank=True)
    """Why it must be that date and no other; empty where the date is a wish."""
    embargo_local = models.DateTimeField(null=True)
    """Wall-clock time before which nothing may be known, kept as the wish is."""
    zone = models.CharField(max_length=60, default="Europe/Berlin")
    channels = models.ManyToManyField("channels.Channel", related_name="+")
    """Where the requester would like it; none where they leave it to the team."""
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="request_version_is_one"),
            models.CheckConstraint(
                condition=Q(fixed_because="") | Q(wish_local__isnull=False), name="request_version_fixes_a_date"
            ),
            models.CheckConstraint(
                condition=Q(any_date=False) | Q(wish_local__isnull=True), name="request_version_wishes_or_does_not"
            ),
            models.CheckConstraint(
                condition=Q(embargo_local__isnull=True)
                | Q(wish_local__isnull=True)
                | Q(wish_local__gte=F("embargo_local")),
                name="request_version_wishes_no_date_under_embargo",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} v{self.number}"


class RequestPicture(models.Model):
    """A picture that came with what was asked, with its description. Never changed."""

    version = models.ForeignKey(RequestVersion, on_delete=models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField()
    """From 1, as the requester gave them."""
    picture = models.ForeignKey("media.Picture", on_delete=models.PROTECT, related_name="+")
    alt = models.CharField(max_length=1500)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="request_pictures_stand_in_order"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MOST_PICTURES), name="request_pictures_are_few"
            ),
            models.CheckConstraint(condition=Q(alt__regex=r"\S"), name="request_picture_has_a_description"),
        ]

    def __str__(self) -> str:
        return f"picture {self.position} of {self.version_id}"


class Answer(models.Model):
    """What we said to the requester, and what they said back."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in AnswerKind])
    text = models.TextField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    """Null where the requester wrote it."""
    because = models.CharField(
        max_length=20, blank=True, default="", db_default="", choices=[(b.value, b.value) for b in Because]
    )
    """For which reason it was declined; empty where nobody said, and for every other answer."""
    asks = models.JSONField(default=list)
    """Names of the form's fields that the requester is asked to fill in."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="answer_says_why"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in AnswerKind]), name="answer_kind_is_known"),
            models.CheckConstraint(
                condition=Q(because="") | Q(kind="decline", because__in=[b.value for b in Because]),
                name="answer_reason_is_of_a_no",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.request_id}"
