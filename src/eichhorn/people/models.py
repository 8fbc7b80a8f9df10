"""Persons, what they belong to, and what they may do.

The difficult thing: most people who matter here have no account. So a person is not a user; a user is a way in for a
person, and a link is another.
"""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from eichhorn.people.rules import LinkPurpose, ProviderKind, RoleKind


class Organisation(models.Model):
    """The one house that this installation serves."""

    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=60, default="Europe/Berlin")
    language = models.CharField(max_length=5, default="de")
    service_begins = models.TimeField()
    service_ends = models.TimeField()
    day_ends = models.TimeField()
    """When Feierabend is."""
    contact = models.CharField(max_length=200, blank=True)
    """Whom a guest may call, in words: "Miriam Aydın, Durchwahl 214"."""
    is_demo = models.BooleanField(default=False)
    second_factor_for = models.JSONField(default=list)
    """Kinds of roles whose holders need a second factor."""
    only_one = models.BooleanField(default=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["only_one"], name="organisation_only_one"),
            models.CheckConstraint(condition=Q(only_one=True), name="organisation_is_the_one"),
            models.CheckConstraint(
                condition=Q(service_ends__gt=F("service_begins")), name="organisation_service_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    name = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    name = models.CharField(max_length=120, unique=True)
    members: "models.ManyToManyField[Person, models.Model]" = models.ManyToManyField("Person", related_name="teams")

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody in the directory, with or without an account."""

    name = models.CharField(max_length=120)
    salutation = models.CharField(max_length=120, blank=True)
    """How a letter greets, after the greeting word: "Herr Wolff", "Dr. Voss"."""
    email = models.EmailField()
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="persons")
    language = models.CharField(max_length=5, default="de")
    left_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name"),
            models.UniqueConstraint(Lower("email"), name="person_email_is_one_persons"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[0], words[-1])).upper() if len(words) > 1 else self.name[:2].upper()


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> models.QuerySet["User"]:
        return super().get_queryset().select_related("person")

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, *, email: str, person: Person, password: str | None = None) -> "User":
        user = self.model(email=self.normalize_email(email), person=person)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person's way in by password."""

    email = models.EmailField(unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="user")
    is_active = models.BooleanField(default=True)
    sessions_ended = models.PositiveIntegerField(default=0)
    """How often all sessions were ended at once; each one holds only while this number stays."""
    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_is_one_users")]

    def __str__(self) -> str:
        return self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what every session is checked against; both of Django's own ways ask here."""
        held = f"{self.password}:{self.sessions_ended}"
        return salted_hmac("eichhorn.people.User.session", held, secret=secret, algorithm="sha256").hexdigest()


class Device(models.Model):
    """A browser in which somebody is signed in, as they recognise it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=40, blank=True)
    system = models.CharField(max_length=40, blank=True)
    way = models.CharField(max_length=20)
    """By which door they came: password, passkey, link or provider."""
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.browser} {self.system}"


class Provider(models.Model):
    """Who vouches for our people: the keeper of the organisation's own accounts."""

    name = models.CharField(max_length=60, unique=True)
    """As the button calls it: "Stadtwerke account"."""
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in ProviderKind])
    issuer = models.CharField(max_length=300)
    """By which it calls itself: OpenID Connect's issuer, SAML's entity id."""
    client_id = models.CharField(max_length=200, blank=True)
    secret = models.BinaryField(default=bytes)
    """Sealed; empty for SAML, which needs none."""
    entrance = models.URLField(max_length=300, blank=True)
    """Where SAML sends people; OpenID Connect tells it itself."""
    certificate = models.TextField(blank=True)
    """By which SAML's answers are signed."""
    asks_second = models.BooleanField(default=False)
    """Whether it asks for a second factor itself, so that we need not."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in ProviderKind]), name="provider_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Identity(models.Model):
    """The subject by which a provider knows a person, joined to their account."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="identities")
    subject = models.CharField(max_length=255)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identities")
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="identity_subject_is_one_persons"),
            models.UniqueConstraint(fields=["provider", "user"], name="identity_of_a_person_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.user_id}"


class OwnRole(models.Model):
    """A role that the organisation put together itself."""

    name_de = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    acts = models.JSONField(default=list)
    """What its holders may do, by the words of `rules.Act`."""
    needs_second = models.BooleanField(default=False)
    """Whether its holders need a second factor."""

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name_de"), name="own_role_german_name_is_one"),
            models.UniqueConstraint(Lower("name_en"), name="own_role_english_name_is_one"),
        ]

    def __str__(self) -> str:
        return self.name_en


class Role(models.Model):
    """What a person may do, from a day, until a day, on all channels or some."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=20, blank=True, choices=[(k.value, k.value) for k in RoleKind])
    """A built-in kind; empty where it is one of the organisation's own."""
    own = models.ForeignKey(OwnRole, null=True, on_delete=models.PROTECT, related_name="given")
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)
    """The first day on which the role no longer holds; null while open-ended."""
    all_channels = models.BooleanField(default=True)
    channel_ids = models.JSONField(default=list)
    """Ids of channels, where `all_channels` is false. Numbers, because people stands below channels."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("begins_on")), name="role_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in RoleKind], own__isnull=True) | Q(kind="", own__isnull=False),
                name="role_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind or self.own_id}"


class Link(models.Model):
    """A way in for somebody without account: one purpose, one object, until an instant."""

    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=20, choices=[(p.value, p.value) for p in LinkPurpose])
    object_id = models.BigIntegerField(null=True)
    """The approval request, the request, ...: what the purpose says. Null where the purpose needs none."""
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    """The addressee; null for the public request form and for a requester outside the directory."""
    to_email = models.EmailField(blank=True)
    """Where the link was mailed, for an addressee outside the directory; a fresh one goes there as well."""
    hidden_from = models.BigIntegerField(null=True)
    """A person's id: the author of what the link decides; they are never shown it."""
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=["form", "stage"]) | Q(expires_at__isnull=False), name="link_expires"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.object_id}"


class Knock(models.Model):
    """How often somebody knocked at one door since an instant; the key is hashed, for it holds an address."""

    key_hash = models.CharField(max_length=64, unique=True)
    times = models.PositiveIntegerField()
    forgotten_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.times} knocks"
