"""The doctor says in a sentence what it found, and in another what helps."""

from datetime import timedelta

from django.conf import settings as ours
from pytest_django import Settings

from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.config.doctor import work
from eichhorn.config.doctor.findings import Finding, Mark
from eichhorn.foundation import clock
from eichhorn.media import stores
from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from eichhorn.situation import services as situation
from eichhorn.webhooks import services as webhooks
from eichhorn.webhooks.models import Endpoint
from eichhorn.webhooks.rules import Off
from tests import make


def found(about: str) -> list[Finding]:
    return [finding for finding in work.looks(now=clock.now()) if finding.about == about]


def test_where_all_is_well_only_the_worker_is_missed(house: Organisation) -> None:
    marks = {finding.about: finding.mark for finding in work.looks(now=clock.now())}
    assert marks.pop("worker") is Mark.BROKEN
    assert set(marks.values()) == {Mark.GOOD}


def test_whatever_is_not_good_comes_with_what_helps(house: Organisation) -> None:
    make.situation.standstill(now=clock.now())
    lost = make.channels.by_hand()
    Channel.objects.filter(pk=lost.pk).update(network="mastodon", health=Health.DISCONNECTED)
    ending = make.channels.by_hand()
    soon = clock.now() + timedelta(days=3)
    Channel.objects.filter(pk=ending.pk).update(network="mastodon", health=Health.CONNECTED, renewal_ends_at=soon)
    findings = [finding for finding in work.looks(now=clock.now()) if finding.mark is not Mark.GOOD]
    assert {finding.about for finding in findings} == {"worker", "sending", "channel"}
    assert [lost.name in one.sentence for one in found("channel")] == [True, False]
    assert ending.name in found("channel")[1].sentence
    for finding in findings:
        assert finding.helps.endswith(".")
        assert finding.sentence.endswith(".")


def test_a_hold_is_told_as_what_it_is(house: Organisation) -> None:
    situation.hold(reason="Rohrbruch", by=make.people.person(role=RoleKind.MANAGER), now=clock.now())
    (finding,) = found("sending")
    assert finding.mark is Mark.NOTE
    assert "held by a person" in finding.sentence
    assert "Rohrbruch" not in finding.sentence


def test_a_picture_without_its_file_is_missed(house: Organisation) -> None:
    assert found("pictures")[0].mark is Mark.GOOD
    stores.local().remove(make.media.picture().digest)
    assert found("pictures")[0].mark is Mark.BROKEN


def test_networks_of_others_are_named_with_what_they_may_reach(house: Organisation, settings: Settings) -> None:
    assert found("network") == []
    settings.NETWORKS = [*ours.NETWORKS, "elsewhere.pigeons.Pigeons"]
    settings.OUTBOUND_ALLOW = frozenset({"10.1.2.3:8080"})
    findings = list(work.plug_ins())
    assert len(findings) == 1
    assert "elsewhere.pigeons.Pigeons is not part of Eichhorn" in findings[0].sentence
    assert "every public address and 10.1.2.3:8080" in findings[0].sentence
    assert findings[0].mark is Mark.NOTE


def test_a_program_that_had_to_be_switched_off_is_named_with_what_helps(house: Organisation) -> None:
    admin = make.people.administrator()
    assert (found("program")[0].mark, "(0 are told)" in found("program")[0].sentence) == (Mark.GOOD, True)
    one, other, wanted = (
        make.webhooks.endpoint("https://erlengrund.example/hook", by=admin, name=name).endpoint
        for name in ("Intranet", "Kalender", "Archiv")
    )
    webhooks.switch_off(endpoint=wanted, by=admin, now=clock.now())
    assert found("program")[0].mark is Mark.GOOD
    for endpoint, because in ((one, Off.FAILING), (other, Off.GONE)):
        Endpoint.objects.filter(pk=endpoint.pk).update(off_at=clock.now(), off_because=because)
    gone, failed = found("program")
    day = f"{clock.now():%Y-%m-%d}"
    assert gone.sentence == f"“Kalender” is told nothing since {day}: it wants no more calls (410)."
    assert failed.sentence == f"“Intranet” is told nothing since {day}: nothing arrived there for five days."
    assert "Meldungen an Programme" in failed.helps
    assert {gone.mark, failed.mark} == {Mark.NOTE}
    webhooks.switch_on(endpoint=one, by=admin, now=clock.now())
    webhooks.remove(endpoint=other, by=admin, now=clock.now())
    assert [one.mark for one in found("program")] == [Mark.GOOD]


def test_many_such_programs_are_counted(house: Organisation) -> None:
    admin = make.people.administrator()
    for number in range(work.MOST_NAMED + 2):
        make.webhooks.endpoint("https://erlengrund.example/hook", by=admin, name=f"Programm {number}")
    Endpoint.objects.update(off_at=clock.now(), off_because=Off.FAILING)
    findings = found("program")
    assert len(findings) == work.MOST_NAMED + 1
    assert findings[-1].sentence == "2 more programs were switched off like that."
