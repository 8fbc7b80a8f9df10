"""One small house with everybody in it and one of everything, for tests that walk through all its doors."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.test import Client

from eichhorn.allies.models import Speech
from eichhorn.calendar import services as calendar
from eichhorn.channels.models import Access, Channel
from eichhorn.conference.rules import Why
from eichhorn.content.models import Draft
from eichhorn.delivery import services as deliveries
from eichhorn.delivery.models import Delivery
from eichhorn.desk.models import Request
from eichhorn.dialogue import services as dialogue
from eichhorn.dialogue.models import Message
from eichhorn.foundation import clock
from eichhorn.foundation.crypto import new_token
from eichhorn.intake import services as intake
from eichhorn.networks import base
from eichhorn.notices import services as notices
from eichhorn.people import identities, links, own_roles
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import MAY, Act, LinkPurpose, ProviderKind, RoleKind
from eichhorn.planning import services as planning
from eichhorn.planning.models import Move, Slot
from eichhorn.planning.rules import Stage
from eichhorn.remarks import services as remarks
from eichhorn.remarks.rules import Settled
from eichhorn.review.models import Approval
from eichhorn.stage import services as stage
from eichhorn.stage.models import Actor, Status
from eichhorn.webhooks import services as webhooks
from tests import make
from tests.held import held

NOBODY, STRANGER = "nobody", "stranger"
VISITORS = (NOBODY, STRANGER, *(kind.value for kind in RoleKind))
EVERYBODY = frozenset(VISITORS)
SIGNED_IN = EVERYBODY - {NOBODY}
UNKNOWN = "unknown"
COMES = date(2031, 6, 20)
"""The day of the occasion that the house keeps."""
BACK = "https://program.example/back"
TOKENS = (UNKNOWN, *(purpose.value for purpose in LinkPurpose))


def whoever_may(act: Act) -> frozenset[str]:
    """Return the visitors whose role lets them do the act."""
    return frozenset(kind.value for kind in RoleKind if act in MAY[kind])


@dataclass(frozen=True, slots=True)
class World:
    """Everybody by the name of their role, and the things that addresses point to."""

    now: datetime
    persons: dict[str, Person]
    someone: Person
    """Somebody else in the directory, without account or role."""
    channel: Channel
    slot: Slot
    """An idea that nobody has begun to write."""
    move: Move
    draft: Draft
    """Open for writing."""
    approval: Approval
    """Asked of the visitor who approves; its post was written by somebody else."""
    request: Request
    accepted: Request
    """Answered with a Yes; its slot stands in the plan."""
    delivery: Delivery
    """Approved, and due in two hours."""
    message: Message
    """Said to us in public, unanswered."""
    mail: int
    status: Status
    program: str
    """The id of a program that the stage knows."""
    stage_token: str
    tokens: dict[str, str]
    picture: str
    numbers: dict[str, int]
    sessions: dict[str, str]
    """The key of each visitor's browser."""

    def client(self, visitor: str) -> Client:
        """Return the visitor's browser."""
        if visitor == NOBODY:
            return make.people.guest()
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[visitor]
        return client


@contextmanager
def opened() -> Iterator[World]:
    """Hold the world open for all tests of a file; nothing of it is left afterwards."""
    with held(built) as made:
        yield made


def built() -> World:
    """Return the world, as its people would have made it."""
    now = clock.now()
    make.people.organisation()
    persons = {STRANGER: make.people.person("Stranger")} | {
        kind.value: make.people.person(f"The {kind.value}", role=kind) for kind in RoleKind
    }
    for person in persons.values():
        people.way_in(person=person)
    author, approver = make.people.person("Jonas Brandt", role=RoleKind.AUTHOR), persons[RoleKind.APPROVER]
    someone = make.people.person("Ingrid Pohl", department=make.people.department("Vertrieb"))
    channel, local = (
        make.planning.channel("Facebook"),
        (now + timedelta(days=9)).replace(tzinfo=None, second=0, microsecond=0),
    )
    goal = make.strategy.goal("Vertrauen", owner=persons[RoleKind.MANAGER])
    slot = make.planning.slot("Wasserwerte", channels=[channel], at=local, goal=goal, now=now)
    planning.move(slot=slot, planned_local=local + timedelta(hours=1), by=None, now=now)
    picture = make.media.picture()
    shown = make.media.shown(picture, now=now)
    draft = make.content.draft(by=author, chosen=[channel], local=local, now=now)
    make.review.four_eyes(approver)
    asked = make.review.handed_in(
        make.content.draft(by=author, chosen=[channel], local=local + timedelta(days=1), title="Tarif ab Juli", now=now),
        by=author, now=now,
    )  # fmt: skip
    request, accepted = make.desk.request("Gewinnspiel", now=now), _accepted(persons, channel, now)
    mail = notices.tell(
        to_email=someone.email, to_person=someone, language="de", subject="Gruß", body="Guten Tag", decides=True,
        links_hidden_from=author.pk, now=now,
    )  # fmt: skip
    delivery, on_stage = _delivery(author, channel, now), make.channels.channel("Bühne", now=now)
    status, door, program = _stage(now)
    ideas, allies = _ideas(persons, now), _allies(persons, now)
    return World(
        now=now, persons=persons, someone=someone, channel=channel, slot=slot, move=Move.objects.filter(slot=slot).latest("pk"),
        draft=draft, approval=asked, request=request, accepted=accepted, delivery=delivery,
        message=_message(on_stage, now), mail=mail.pk, status=status, stage_token=door, program=program,
        tokens=_tokens(persons, asked, request) | _of_the_plan(persons, now) | ideas.tokens | allies.tokens, picture=picture.digest,
        sessions={visitor: make.people.session_of(person) for visitor, person in persons.items()}, numbers={
            **_ways_in(persons[STRANGER], now), **_told(now), **_remarks(draft, persons, now), **_meetings(persons, now), **_strategy(now), **ideas.numbers, **allies.numbers, **_intake(now), **_duty(), **_topics(slot), "video": _video(now), "letter": make.mailbox.aside(now=now).pk, "picture": picture.pk, "shown": shown.pk,
            "team": make.people.team(members=[author]).pk, "department": someone.department_id or 0,
            "role": author.roles.get().pk, "goal": goal.pk, "pillar": make.strategy.pillar().pk, "milestone": make.strategy.milestone(goal, now=now).pk, "undone": make.strategy.milestone(goal, due_on=date(2020, 2, 1), now=now).pk, "kind": make.planning.kind().pk, "snippet": make.snippets.hashtags().pk, "mentioned": make.snippets.mentioned().pk, "kept_view": make.calendar.view(by=persons[RoleKind.MANAGER], now=now).pk, "stage_channel": on_stage.pk, "elsewhere": make.channels.unconnected(now=now).pk,
            "access": Access.objects.create(channel=channel, who="Agentur Blau", since=now.date()).pk,
            "at_x": make.channels.unconnected(network="x", server_url="", now=now).pk,
            "campaign": make.strategy.campaign("Sommer", owner=persons[RoleKind.MANAGER], now=now).pk,
            "series": make.planning.series("Wochenmarkt", channels=[channel], now=now).pk,
            "entry": make.occasions.entry("Jubiläum", begins_on=COMES).pk, "region": make.occasions.region("AT").pk,
            "sheet": make.spreadsheets.sheet("Wasserwerte;12.6.2031;14:00;;", by=persons[RoleKind.MANAGER], now=now).pk,
            "dates": make.occasions.dates("Ferien Zürich").pk,
            "upload": status.uploads.get().pk, "outside": make.delivery.outside(channel, now=now).pk,
        },
    )  # fmt: skip


def _duty() -> dict[str, int]:
    """Somebody without a role, with hours, an absence and a deputy."""
    one = make.people.person("Pia Sander")
    week, absence = make.duty.week(one), make.duty.away(one, date(2027, 6, 7))
    stands_in = make.duty.deputy(one, make.people.person(), last_day=date(2027, 6, 8))
    return {"on_duty": one.pk, "duty_week": week.pk, "absence": absence.pk, "deputy": stands_in.pk}


def _intake(now: datetime) -> dict[str, int]:
    """A type of requests that is offered no more, so that nobody has to choose one, and a question."""
    of = make.intake.type_("Führung", now=now)
    question = make.intake.question("Wie viele kommen?", of=of, now=now)
    intake.retire(of=of, by=None, now=now)
    return {"request_type": of.pk, "question": question.pk}


def _remarks(draft: Draft, persons: dict[str, Person], now: datetime) -> dict[str, int]:
    """A wording that somebody proposes, and a remark that somebody saw to."""
    by, words = persons[RoleKind.MANAGER.value], draft.versions.latest("number").text
    settled = make.remarks.remark(draft, by=by, now=now)
    remarks.settle(remark=settled, how=Settled.DONE, by=by, now=now)
    proposed = make.remarks.remark(draft, by=by, passage=words, wording=f"{words} Danke.", now=now)
    return {"remark": proposed.pk, "settled_remark": settled.pk}


def _meetings(persons: dict[str, Person], now: datetime) -> dict[str, int]:
    """A meeting of each state, and a line of the one that runs."""
    by = persons[RoleKind.MANAGER.value]
    runs = make.conference.running(by=by, people=[by], now=now)
    lines = make.conference.lines(runs, Why.WITHOUT_GOAL, seen_by=by, now=now)
    return {
        "meeting": make.conference.prepared(by=by, people=[by], now=now).pk, "running": runs.pk, "line": lines[0].pk,
        "closed": make.conference.closed(by=by, people=[by], now=now).pk,
    }  # fmt: skip


def _strategy(now: datetime) -> dict[str, int]:
    """A version in force, one to come, and a draft."""
    stands = make.concept.decided(now=now)
    comes = make.concept.decided(now.date() + timedelta(days=90), now=now)
    make.concept.draft(now=now)
    return {"strategy": stands.number, "strategy_to_come": comes.number}


def _topics(slot: Slot) -> dict[str, int]:
    """A topic with a brief and a post, and an audience."""
    audience = make.topics.audience("Familien")
    topic = make.topics.topic("Wärme", audiences=[audience])
    make.topics.brief(topic)
    make.topics.tied(slot, topic)
    return {"topic": topic.pk, "audience": audience.pk, "measure": make.measures.measure(topic).pk}


@dataclass(frozen=True, slots=True)
class Pool:
    """What there is of ideas, by name."""

    numbers: dict[str, int]
    tokens: dict[str, str]


def _ideas(persons: dict[str, Person], now: datetime) -> Pool:
    """An idea of the team, one that came by phone, one that was put aside, and the link for phones."""
    by = persons[RoleKind.MANAGER.value]
    door, token = make.ideas.door(by=by, now=now)
    waits = make.ideas.idea("Bagger am Nordring", by=by, pictures=1, now=now)
    came = make.ideas.idea("Reiher am Klärwerk", by=None, door=door, now=now)
    aside = make.ideas.aside(make.ideas.idea("Adventskalender", by=by, now=now), by=by, now=now)
    return Pool(
        {"idea": waits.pk, "idea_by_phone": came.pk, "idea_aside": aside.pk, "idea_door": door.pk},
        {LinkPurpose.IDEA: token},
    )


def _allies(persons: dict[str, Person], now: datetime) -> Pool:
    """Three people who like to help, of whom one has not confirmed it; asks that wait, are prepared and were answered."""
    by, workshop = persons[RoleKind.MANAGER.value], make.people.department("Lehrwerkstatt")
    entries = [make.allies.ally(make.people.person(department=workshop), now=now) for _number in range(3)]
    unconfirmed = make.allies.ally(make.people.person(), confirmed=False, now=now)
    asked, answered = (make.allies.asked(one, by=by, now=now) for one in entries[:2])
    given = make.allies.given(answered, now=now)
    Speech.objects.create(given=given, content=b"\0" * 64, lasts_ms=1_000)
    own = links.issue(
        purpose=LinkPurpose.ALLY, object_id=entries[2].pk, person=entries[2].person, lasts=timedelta(days=9), now=now
    )
    return Pool(
        {
            "ally": entries[2].pk, "ally_unconfirmed": unconfirmed.pk, "ally_department": workshop.pk, "ask": asked.pk,
            "ask_drafted": make.allies.drafted(entries[2], by=by, now=now).pk, "ask_given": answered.pk, "gift": given.pk,
        },
        {LinkPurpose.ASK: make.allies.token_of(asked, by=by, now=now), LinkPurpose.ALLY: own},
    )  # fmt: skip


def _video(now: datetime) -> int:
    """A film that may stand in a post, with what is said in it."""
    video = make.video.ready(now=now)
    make.video.subtitled(video, "en", now=now)
    make.video.shown(video, now=now)
    number: int = video.pk
    return number


def _ways_in(person: Person, now: datetime) -> dict[str, int]:
    """A role of the organisation's own, and a provider that vouches for somebody."""
    by = make.people.administrator()
    role = own_roles.add(name_de="Chronik", name_en="Chronicle", acts=[Act.WRITE], by=by, now=now)
    provider = identities.add(
        name="Hauskonto", kind=ProviderKind.OIDC, issuer="https://127.0.0.1:9", client_id="eichhorn", secret="x", by=by,
        now=now,
    )  # fmt: skip
    identities.recognise(provider=provider, subject="s-1", email=person.email, email_verified=True, now=now)
    return {"own_role": role.pk, "provider": provider.pk, "identity": provider.identities.get().pk}


def _told(now: datetime) -> dict[str, int]:
    """An address that is told what happens, and a call to it."""
    by = make.people.administrator()
    endpoint = make.webhooks.endpoint("https://intranet.example/hook", by=by, now=now).endpoint
    return {"endpoint": endpoint.pk, "call": webhooks.test(endpoint=endpoint, by=by, now=now).pk}


def _accepted(persons: dict[str, Person], channel: Channel, now: datetime) -> Request:
    """A request with a slot, as acceptance leaves it."""
    request: Request = make.desk.request("Trinkwasser", now=now)
    slot = make.planning.slot("Trinkwasser", channels=[channel], at=None, stage=Stage.IDEA, now=now)
    Request.objects.filter(pk=request.pk).update(state="accepted", slot=slot)
    request.refresh_from_db()
    return request


def _delivery(author: Person, channel: Channel, now: datetime) -> Delivery:
    """A post that stands approved and has been taken in."""
    post = make.delivery.post([channel], by=author, due_at=now + timedelta(hours=2), now=now)
    deliveries.take_in(now=now)
    found: Delivery = make.delivery.of(post)
    return found


def _message(channel: Channel, now: datetime) -> Message:
    """Something that somebody said to us."""
    said = base.Message(
        network_id="77", answers="", author="anna@example.org", author_name="Anna", text="Wie lange noch?", language="de",
        url="", said_at=now, mark="77",
    )  # fmt: skip
    dialogue.receive(channel=channel, told=[said], now=now)
    return Message.objects.get()


def _stage(now: datetime) -> tuple[Status, str, str]:
    """A post with a picture on the stage, the token of the account that said it, and a program that may ask for one."""
    door = stage.open_account(handle="probe", name="Probe", now=now)
    actor = Actor.objects.get(handle="probe")
    upload = stage.take_picture(actor=actor, content=make.media.png(), alt="Bagger", now=now)
    status = stage.post(actor=actor, words="Guten Morgen", uploads=[upload.pk], now=now)
    return status, door.token, stage.register(name="Program", redirect_uris=BACK, now=now).client_id


def _of_the_plan(persons: dict[str, Person], now: datetime) -> dict[str, str]:
    """The address of a view that others read."""
    by = persons[RoleKind.MANAGER]
    shown = make.calendar.view(by=by, name="Für die Presse", now=now)
    return {LinkPurpose.PLAN: calendar.share(kept=shown, by=by, now=now)}


def _tokens(persons: dict[str, Person], asked: Approval, request: Request) -> dict[str, str]:
    """One good link of each purpose, and one that nobody issued."""
    return {
        UNKNOWN: new_token(),
        LinkPurpose.FORM: make.desk.form_token(),
        LinkPurpose.REQUEST: make.desk.status_token(request),
        LinkPurpose.APPROVAL: make.people.link(LinkPurpose.APPROVAL, person=asked.approver, object_id=asked.pk),
        LinkPurpose.SIGN_IN: make.people.link(LinkPurpose.SIGN_IN, person=persons[STRANGER]),
        LinkPurpose.INVITATION: make.people.link(LinkPurpose.INVITATION, person=make.people.person("Newcomer")),
        LinkPurpose.SET_UP: make.people.link(LinkPurpose.SET_UP),
        LinkPurpose.STAGE: make.people.link(LinkPurpose.STAGE, lasts=None),
        LinkPurpose.APPEAL: make.desk.appeal_token(by=persons[RoleKind.MANAGER], now=clock.now()),
    }
