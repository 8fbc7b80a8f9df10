"""A picture may appear while its licence runs and everybody who is shown has said Yes."""

from datetime import date, timedelta

import pytest

from eichhorn.foundation.models import AuditEvent
from eichhorn.media import queries, rules, services
from eichhorn.media.models import Picture
from eichhorn.media.rules import Consent, Known, Licence, Why
from eichhorn.people.rules import NotAllowed, RoleKind
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db
LAST = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("last_day", "consents", "why"),
    [
        (None, (), None),
        (LAST, (), None),
        (LAST - timedelta(days=1), (), Why.EXPIRED),
        (None, (Consent.GIVEN, Consent.GIVEN), None),
        (None, (Consent.GIVEN, Consent.ASKED), Why.NOT_GIVEN),
        (None, (Consent.ASKED, Consent.WITHDRAWN), Why.WITHDRAWN),
        (LAST - timedelta(days=1), (Consent.WITHDRAWN,), Why.WITHDRAWN),
    ],
)
def test_the_rule_and_the_database_say_the_same(
    house: object, last_day: date | None, consents: tuple[Consent, ...], why: Why | None
) -> None:
    picture = make.media.known(make.media.picture(), last_day=last_day)
    for number, consent in enumerate(consents):
        make.media.shown(picture, f"Person {number}", consent=consent)
    assert rules.forbidden(last_day=last_day, consents=consents, on=LAST) is why
    found = queries.unusable([picture.pk], on=LAST)
    assert (found[picture.pk].why if found else None) is why


def test_who_has_not_said_yes_is_named_and_since_when(house: object) -> None:
    picture = make.media.picture()
    anna, _bo = make.media.shown(picture, "Anna"), make.media.shown(picture, "Bo")
    make.media.withdraw(anna, now=NOW + timedelta(hours=3))
    state = queries.unusable([picture.pk], on=LAST)[picture.pk]
    assert (state.who, state.since) == (("Anna",), NOW + timedelta(hours=3))


def test_a_yes_given_again_lets_the_picture_appear(house: object) -> None:
    picture = make.media.picture()
    anna = make.media.shown(picture)
    make.media.withdraw(anna)
    by = make.people.person(role=RoleKind.COMMUNITY)
    services.say_consent(shown=anna, consent=Consent.GIVEN, said_on=LAST, by=by, now=NOW)
    assert queries.unusable([picture.pk], on=LAST) == {}


def test_whoever_was_named_by_mistake_is_taken_off_and_the_audit_keeps_no_name(house: object) -> None:
    picture = make.media.picture()
    anna = make.media.shown(picture, "Anna Beispiel", consent=Consent.WITHDRAWN)
    services.unname(shown=anna, by=make.people.person(role=RoleKind.AUTHOR), now=NOW)
    assert queries.unusable([picture.pk], on=LAST) == {}
    acts = AuditEvent.objects.filter(verb__startswith="media.")
    assert {act.verb for act in acts} == {"media.stored", "media.consent_said", "media.unnamed"}
    assert "Anna" not in "".join(str(act.details) for act in acts)


def test_nobody_is_named_twice(house: object) -> None:
    picture = make.media.picture()
    make.media.shown(picture, "Anna")
    with pytest.raises(services.NamedAlready):
        make.media.shown(picture, "Anna")


@pytest.mark.parametrize("role", [RoleKind.READER, RoleKind.APPROVER, RoleKind.ADMINISTRATOR])
def test_only_who_writes_says_what_is_known(house: object, role: RoleKind) -> None:
    picture, by = make.media.picture(), make.people.person(role=role)
    with pytest.raises(NotAllowed):
        services.describe(picture=picture, known=Known(), by=by, now=NOW)
    with pytest.raises(NotAllowed):
        services.name_person(picture=picture, name="A", consent=Consent.GIVEN, said_on=LAST, by=by, now=NOW)


def test_a_picture_is_found_by_every_word_that_is_known_of_it(house: object) -> None:
    picture = make.media.known(
        make.media.picture(), descriptions={"de": "Kleiner Bagger am Ärztehaus", "en": ""}, tags=("nordring",),
        source="Jonas Brandt", licence=Licence.OWN, licence_note="Namen nennen",
    )  # fmt: skip
    make.media.picture()

    def found(words: str) -> list[Picture]:
        return list(queries.matching(Picture.objects.all(), words=words))

    for words in ("bagger ÄRZTE", "nordring brandt", "nennen", "BAGGER.png ärztehaus"):
        assert found(words) == [picture]
    assert found("bagger wolke") == []
    assert found("100%") == []
    assert list(queries.matching(Picture.objects.all(), tag="nordring")) == [picture]
    assert queries.tags_in_use(Picture.objects.all()) == [("nordring", 1)]


def test_an_empty_description_is_none(house: object) -> None:
    picture = make.media.known(make.media.picture(), descriptions={"de": "Ein Bagger", "en": ""})
    assert queries.described([picture.pk], language="de") == {picture.pk: "Ein Bagger"}
    assert queries.described([picture.pk], language="en") == {}
    make.media.known(picture, descriptions={"de": ""})
    assert queries.described([picture.pk], language="de") == {}


def test_tags_are_tidied() -> None:
    assert rules.tags(" #Nordring, nordring ;  Großer   Bagger\n\n,, ") == ("nordring", "grosser bagger")
