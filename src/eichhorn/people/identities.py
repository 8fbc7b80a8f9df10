"""Providers that vouch for our people, and by which subject each of them knows whom.

The difficult thing: an address may pass from one person to the next. So the address joins the two once, only where it is
verified; from then on the subject counts, which a provider never gives to somebody else. Who comes with a known address
but another subject is refused until the administration lets go of the old one.
"""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from eichhorn.foundation import audit
from eichhorn.people import letters, oidc, queries, saml, services
from eichhorn.people.models import Identity, Person, Provider, User
from eichhorn.people.rules import Act, ProviderKind

PURPOSE = "provider"


class NotRecognised(Exception):
    """Whom the provider vouches for cannot be let in; the subclass says why. `email` is what it told."""

    def __init__(self, email: str = "") -> None:
        super().__init__(type(self).__name__)
        self.email = email


class NotVerified(NotRecognised):
    """The provider does not say that the address is really theirs."""


class NotInDirectory(NotRecognised):
    """Nobody who is here has this address."""


class AnotherSubject(NotRecognised):
    """The address belongs to somebody whom the provider knew by another subject."""


@transaction.atomic
def add(
    *, name: str, kind: ProviderKind, issuer: str, client_id: str = "", secret: str = "", entrance: str = "",
    certificate: str = "", asks_second: bool = False, by: Person, now: datetime,
) -> Provider:  # fmt: skip
    """The sign-in page offers this provider from now on."""
    services.require(by, Act.ADMINISTER, now=now)
    if Provider.objects.filter(name__iexact=name.strip()).exists():
        raise services.NameTaken
    provider = Provider.objects.create(
        name=name.strip(), kind=kind, issuer=issuer, client_id=client_id, entrance=entrance, certificate=certificate,
        secret=settings.KEYS.seal(secret, purpose=PURPOSE) if secret else b"", asks_second=asks_second,
    )  # fmt: skip
    audit.record("people.provider_added", of=("provider", provider.pk), by=by.pk, now=now, details={"kind": kind.value})
    return provider


@transaction.atomic
def change_secret(*, provider: Provider, secret: str, by: Person, now: datetime) -> None:
    """We show this secret to the provider from now on."""
    services.require(by, Act.ADMINISTER, now=now)
    provider.secret = settings.KEYS.seal(secret, purpose=PURPOSE)
    provider.save(update_fields=["secret"])
    audit.record("people.provider_secret_changed", of=("provider", provider.pk), by=by.pk, now=now)


@transaction.atomic
def remove(*, provider: Provider, by: Person, now: datetime) -> None:
    """The provider lets nobody in any more, and whom it vouched for is forgotten."""
    services.require(by, Act.ADMINISTER, now=now)
    number, _ = provider.pk, provider.delete()
    audit.record("people.provider_removed", of=("provider", number), by=by.pk, now=now)


@transaction.atomic
def let_go(*, identity: Identity, by: Person, now: datetime) -> None:
    """The next one who comes with the person's verified address is taken for them."""
    services.require(by, Act.ADMINISTER, now=now)
    person_id, _ = identity.user.person_id, identity.delete()
    audit.record("people.identity_let_go", of=("person", person_id), by=by.pk, now=now)


def registration_of(provider: Provider) -> oidc.Registration:
    """Return the provider as OpenID Connect knows it, with the secret opened."""
    secret = settings.KEYS.unseal(bytes(provider.secret), purpose=PURPOSE) if provider.secret else ""
    return oidc.Registration(provider.issuer, provider.client_id, secret)


def saml_registration_of(provider: Provider) -> saml.Registration:
    """Return the provider as SAML knows it, with the two addresses of ours."""
    name, back = (
        settings.PUBLIC_URL + reverse(view, args=[provider.pk]) for view in ("people:saml_metadata", "people:saml_post")
    )
    return saml.registration(provider.issuer, provider.entrance, provider.certificate, name=name, back=back)


@transaction.atomic
def recognise(*, provider: Provider, subject: str, email: str, email_verified: bool, now: datetime) -> User:
    """Return whose account opens for whom the provider vouches, or raise NotRecognised; the first time joins the two."""
    known = Identity.objects.select_related("user__person").filter(provider=provider, subject=subject).first()
    if known is not None:
        Identity.objects.filter(pk=known.pk).update(seen_at=now)
        return known.user
    if not email or not email_verified:
        raise NotVerified(email)
    person = queries.person_by_email(email)
    if person is None or (person.left_on is not None and person.left_on <= queries.today(now)):
        raise NotInDirectory(email)
    user = services.way_in(person=person)
    try:
        with transaction.atomic():
            Identity.objects.create(provider=provider, subject=subject, user=user, begun_at=now, seen_at=now)
    except IntegrityError as taken:
        raise AnotherSubject(email) from taken
    audit.record(
        "people.identity_joined", of=("person", person.pk), by=person.pk, now=now, details={"provider": provider.pk}
    )
    _tell(person, provider=provider, now=now)
    return user


def _tell(person: Person, *, provider: Provider, now: datetime) -> None:
    with translation.override(person.language):
        subject = _("Your account opens by %(provider)s") % {"provider": provider.name}
        body = _(
            "Hello %(name)s,\n\nyou signed in by %(provider)s for the first time. Your account opens that way from now "
            "on. If that was not you, please tell the administration of your house at once, and look here where you "
            "are signed in:\n\n%(address)s\n"
        ) % {"name": person.name, "provider": provider.name, "address": settings.PUBLIC_URL + reverse("people:sign_in")}
    letters.write(
        to_email=person.email, to_person=person, language=person.language, subject=subject, body=body,
        about=("person", person.pk), now=now,
    )  # fmt: skip
