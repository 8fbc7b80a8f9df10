"""The table of all operations for programs: which scope each needs, and whose role is let in.

One row for each operation; an operation without a row fails. A token has to have the scope, and its owner's role has to
allow the step: each alone helps nothing.
"""

from django.core.files.uploadedfile import SimpleUploadedFile

from eichhorn.api.rules import Scope
from eichhorn.people.rules import Act, RoleKind
from eichhorn.queueing import queries as queueing
from eichhorn.queueing.rules import What as Turned
from eichhorn.queueing.rules import Wish
from eichhorn.several import queries as several
from eichhorn.several.rules import What
from eichhorn.several.services import Wanted, fingerprint
from tests import make
from tests.architecture.ask_operations import ASKS
from tests.architecture.conference_rows import adjourned
from tests.architecture.looking_operations import CADENCE, VIEWS
from tests.architecture.operation import ANSWER, PLAN, PUBLISH, READERS, STEER, TRIAGE, WRITE, Operation, to
from tests.architecture.passing_operations import PASSING
from tests.architecture.strategy_operations import STRATEGY_OPERATIONS
from tests.architecture.video_rows import VIDEO_OPERATIONS
from tests.architecture.world import COMES, World, whoever_may

APPROVER = frozenset({RoleKind.APPROVER.value})


def post(world: World) -> dict[str, object]:
    return {
        "post": {"title": "Tag der offenen Tür", "channels": [world.channel.pk]},
        "content": {"text": "Kommt alle."},
    }


def said_there(world: World) -> dict[str, object]:
    return {"text": "Kommt alle.", "channels": [world.numbers["stage_channel"]]}


def goal(_world: World) -> dict[str, object]:
    return {"name": "Nähe", "begins_on": "2026-06-01", "ends_on": "2032-01-01"}


def entry(_world: World) -> dict[str, object]:
    return {"name": "Stadtfest", "begins_on": "2031-06-20", "ends_on": "2031-06-22", "lead_days": 20}


def weekly(_world: World) -> dict[str, object]:
    return {"title": "Sprechstunde", "frequency": "weekly", "at": "10:00", "begins_on": "2031-06-02", "weekdays": [0]}


def tags(_world: World) -> dict[str, object]:
    return {"name": "Sommer", "text": "sommer in erlengrund"}


def book(_world: World) -> dict[str, object]:
    return {"name": "Erika Said", "handles": []}


def letter(_world: World) -> dict[str, object]:
    return {"text": "Es geht doch nicht."}


def digest(world: World) -> dict[str, object]:
    return {"digest": world.approval.digest}


def tagging(world: World) -> dict[str, object]:
    return {"slots": [world.slot.pk], "what": "tag", "tags": ["Sommer"]}


def seen_before(world: World) -> dict[str, object]:
    """The same, by whoever has seen the preview."""
    who, wanted = world.persons[RoleKind.MANAGER], Wanted(What.TAG, tags=("Sommer",))
    lines = several.lines(
        several.posts([world.slot.pk], person=who, now=world.now), What.TAG, step=None, to=None, by=who, now=world.now
    )
    return {**tagging(world), "fingerprint": fingerprint(wanted, lines)}


def waits(world: World) -> dict[str, object]:
    return {"what": "end", "slot": world.slot.pk}


def waits_as_seen(world: World) -> dict[str, object]:
    seen = queueing.arranged(world.channel, Wish(Turned.END, world.slot.pk), now=world.now)
    return {**waits(world), "fingerprint": seen.fingerprint}


def meets(_world: World) -> dict[str, object]:
    return {"title": "Redaktionskonferenz", "begins_local": "2031-06-12T10:00"}


DRAFTS = (
    Operation("list_drafts", Scope.READ, "get", to("/drafts")),
    Operation(
        "begin_draft", Scope.DRAFT, "post", to("/drafts"), WRITE & PLAN, body=post, also=frozenset({Scope.PLAN})
    ),
    Operation("read_draft", Scope.READ, "get", to("/drafts/{draft}")),
    Operation("list_versions", Scope.READ, "get", to("/drafts/{draft}/versions")),
    Operation(
        "save_version", Scope.DRAFT, "post", to("/drafts/{draft}/versions"), WRITE,
        body=lambda w: {"text": "Neu.", "based_on": 1},
    ),
    Operation("read_version", Scope.READ, "get", to("/drafts/{draft}/versions/1")),
    Operation("read_changes", Scope.READ, "get", to("/drafts/{draft}/versions/1/changes")),
    Operation("restore_version", Scope.DRAFT, "post", to("/drafts/{draft}/versions/1/restore"), WRITE),
    Operation("list_findings", Scope.READ, "get", to("/drafts/{draft}/findings")),
    Operation(
        "give_reason", Scope.DRAFT, "post", to("/drafts/{draft}/reasons"), WRITE,
        body=lambda w: {"finding": "1:alt", "reason": "Ein Zitat."},
    ),
    Operation("list_remarks", Scope.READ, "get", to("/drafts/{draft}/remarks")),
    Operation("make_remark", Scope.DRAFT, "post", to("/drafts/{draft}/remarks"), READERS, body=lambda w: {"text": "Stimmt das?"}),
    Operation("answer_remark", Scope.DRAFT, "post", to("/remarks/{remark}/answers"), READERS, body=lambda w: {"text": "Ja."}),
    Operation("settle_remark", Scope.DRAFT, "post", to("/remarks/{remark}/settle"), WRITE, body=lambda w: {"how": "taken"}),
    Operation("reopen_remark", Scope.DRAFT, "post", to("/remarks/{settled_remark}/reopen"), WRITE),
    Operation("hand_in_draft", Scope.PROPOSE, "post", to("/drafts/{draft}/hand-in"), WRITE),
)  # fmt: skip

TEXTS = (
    Operation("preview_text", Scope.READ, "post", to("/texts/preview"), body=said_there),
    Operation("split_text", Scope.READ, "post", to("/texts/split"), body=said_there),
    # no page outside is read for a table: the address leads into the house, which is told to those who write
    Operation(
        "fetch_card", Scope.DRAFT, "post", to("/texts/card"), WRITE, body=lambda w: {"url": "https://127.0.0.1/"},
        answers=frozenset({422}),
    ),
    Operation("mark_links_of_text", Scope.READ, "post", to("/texts/mark-links"), body=lambda w: {"text": "Kommt alle."}),
    Operation("fill_template", Scope.READ, "post", to("/snippets/{snippet}/fill")),
)  # fmt: skip

PLAN_ROWS = (
    Operation("read_me", Scope.READ, "get", to("/me")),
    Operation("list_goals", Scope.READ, "get", to("/goals")),
    Operation("set_goal", Scope.STEER, "post", to("/goals"), STEER, body=goal),
    Operation("read_goal", Scope.READ, "get", to("/goals/{goal}")),
    Operation("change_goal", Scope.STEER, "put", to("/goals/{goal}"), STEER, body=goal),
    Operation("read_red_thread", Scope.READ, "get", to("/red-thread")),
    *STRATEGY_OPERATIONS,
    Operation("archive_goal", Scope.STEER, "post", to("/goals/{goal}/archive"), STEER),
    Operation("bring_back_goal", Scope.STEER, "post", to("/goals/{goal}/bring-back"), STEER),
    Operation("list_campaigns", Scope.READ, "get", to("/campaigns")),
    Operation("set_campaign", Scope.STEER, "post", to("/campaigns"), STEER, body=goal),
    Operation("read_campaign", Scope.READ, "get", to("/campaigns/{campaign}")),
    Operation("hand_slot_over", Scope.PLAN, "post", to("/slots/{slot}/hand-over"), PLAN | WRITE, body=lambda w: {"to": None}),
    Operation("list_pillars", Scope.READ, "get", to("/pillars")),
    Operation("list_kinds", Scope.READ, "get", to("/kinds")),
    Operation("list_channels", Scope.READ, "get", to("/channels")),
    Operation("read_channel", Scope.READ, "get", to("/channels/{channel}")),
    Operation("list_slots", Scope.READ, "get", to("/slots")),
    Operation("plan_slot", Scope.PLAN, "post", to("/slots"), PLAN, body=lambda w: {"title": "Tag der offenen Tür"}),
    Operation("read_slot", Scope.READ, "get", to("/slots/{slot}")),
    Operation("describe_slot", Scope.PLAN, "put", to("/slots/{slot}"), PLAN, body=lambda w: {"title": "Wasserwerte"}),
    Operation("list_moves", Scope.READ, "get", to("/slots/{slot}/moves")),
    Operation("read_doubts", Scope.READ, "get", to("/slots/{slot}/doubts?planned_local=2031-06-12T09:30")),
    Operation(
        "move_slot", Scope.PLAN, "post", to("/slots/{slot}/move"), PLAN,
        body=lambda w: {"planned_local": "2031-06-12T14:00"},
    ),
    Operation("preview_several", Scope.READ, "post", to("/slots/several/preview"), PLAN, body=tagging),
    Operation("change_several", Scope.PLAN, "post", to("/slots/several"), PLAN, body=seen_before),
    Operation("read_queue", Scope.READ, "get", to("/channels/{channel}/queue")),
    Operation("preview_queue", Scope.READ, "post", to("/channels/{channel}/queue/preview"), PLAN, body=waits),
    Operation("change_queue", Scope.PLAN, "post", to("/channels/{channel}/queue"), PLAN, body=waits_as_seen),
    Operation("take_moves_back", Scope.PLAN, "post", lambda w: f"/moves/{w.move.moving_id}/take-back", PLAN),
    Operation("put_slot_back", Scope.PLAN, "post", to("/slots/{slot}/put-back"), PLAN),
    # the slot was not put back, which is told only to those who might take it up again
    Operation("take_slot_up", Scope.PLAN, "post", to("/slots/{slot}/take-up"), PLAN, answers=frozenset({409})),
)  # fmt: skip

DUTY = (
    Operation("read_duty", Scope.READ, "get", to("/duty")),
    Operation(
        "tell_hours", Scope.PLAN, "put", to("/duty/hours"),
        body=lambda w: {"from_day": w.now.date().isoformat(), "minutes": [480, 480, 480, 480, 360, 0, 0]},
    ),
    Operation(
        "be_away", Scope.PLAN, "post", to("/duty/absences"),
        body=lambda w: {"begins_on": f"{w.now.year + 1}-06-01", "ends_on": f"{w.now.year + 1}-06-02"},
    ),
    Operation("be_there", Scope.PLAN, "post", to("/duty/absences/{absence}/take-back"), STEER),
    Operation(
        "name_deputy", Scope.PLAN, "post", to("/duty/deputies"),
        body=lambda w: {"deputy": w.someone.pk, "begins_on": f"{w.now.year + 1}-06-01"},
    ),
    Operation("release_deputy", Scope.PLAN, "post", to("/duty/deputies/{deputy}/release"), STEER),
    Operation("list_team_weeks", Scope.READ, "get", to("/team-weeks")),
)  # fmt: skip

DESK = (
    Operation("list_requests", Scope.READ, "get", to("/requests")),
    Operation("open_request", Scope.ASK, "post", to("/requests"), body=lambda w: {"title": "Wallbox", "purpose": "Zeigen"}),
    Operation("read_request_form", Scope.READ, "get", to("/request-form")),
    Operation("read_request", Scope.READ, "get", to("/requests/{request}")),
    Operation("read_price", Scope.TRIAGE, "get", to("/requests/{request}/price"), TRIAGE),
    Operation(
        "answer_request", Scope.TRIAGE, "post", to("/requests/{request}/answers"), TRIAGE,
        body=lambda w: {"answer": "decline", "text": "Das passt diesmal nicht."},
    ),
    Operation(
        "withdraw_acceptance", Scope.TRIAGE, "post", to("/requests/{accepted}/withdraw"), TRIAGE, body=letter
    ),
    Operation("undo_acceptance", Scope.TRIAGE, "post", to("/requests/{accepted}/undo"), TRIAGE, answers=frozenset({200, 409})),
    Operation(
        "reopen_request", Scope.TRIAGE, "post", to("/requests/{request}/reopen"), TRIAGE, body=letter,
        answers=frozenset({409}),
    ),
)  # fmt: skip

MEDIA = (
    Operation("list_media", Scope.READ, "get", to("/media")),
    Operation(
        "store_media", Scope.DRAFT, "post", to("/media"), WRITE, form=True,
        body=lambda w: {"file": SimpleUploadedFile("bagger.png", make.media.png(), "image/png")},
    ),
    Operation("read_media", Scope.READ, "get", to("/media/{picture}")),
    Operation(
        "describe_media", Scope.DRAFT, "put", to("/media/{picture}"), WRITE,
        body=lambda w: {"alt_de": "Kleiner Bagger", "tags": ["Nordring"], "licence": "own", "last_day": "2031-12-31"},
    ),
    Operation("read_media_uses", Scope.READ, "get", to("/media/{picture}/uses")),
    Operation("read_video_uses", Scope.READ, "get", to("/videos/{video}/uses")),
    Operation("list_media_duties", Scope.READ, "get", to("/media-duties"), PUBLISH),
    # everything that is out may appear, which is told only to those who might decide
    Operation(
        "settle_media_duty", Scope.PUBLISH, "post", to("/media-duties/settle"), PUBLISH, answers=frozenset({409}),
        body=lambda w: {"draft": w.draft.pk, "media": w.picture, "reason": "Es ist ausgetauscht."},
    ),
    Operation("read_media_content", Scope.READ, "get", to("/media/{picture}/content")),
)  # fmt: skip

APPROVALS = (
    Operation("list_approvals", Scope.READ, "get", to("/approvals")),
    Operation("read_approval", Scope.READ, "get", to("/approvals/{approval}")),
    Operation("approve", Scope.APPROVE, "post", to("/approvals/{approval}/approve"), APPROVER, body=digest),
    Operation(
        "refuse", Scope.APPROVE, "post", to("/approvals/{approval}/refuse"), APPROVER,
        body=lambda w: {**digest(w), "reason": "Zahl falsch."},
    ),
    Operation(
        "withdraw", Scope.APPROVE, "post", to("/approvals/{approval}/withdraw"), APPROVER | STEER,
        body=lambda w: {"because": "Der Termin wird noch besprochen."},
    ),
)  # fmt: skip

SEEN = frozenset({409})
"""The delivery waits, so that there is nothing to see yet; that is told only to those who might decide."""
PROOF = {"url": "https://facebook.example/1"}

DELIVERIES = (
    Operation("list_deliveries", Scope.READ, "get", to("/deliveries")),
    Operation("read_delivery", Scope.READ, "get", to("/deliveries/{delivery}")),
    Operation("release_delivery", Scope.PUBLISH, "post", to("/deliveries/{delivery}/release"), PUBLISH, answers=SEEN),
    Operation("look_again", Scope.PUBLISH, "post", to("/deliveries/{delivery}/look-again"), PUBLISH, answers=SEEN),
    Operation("cancel_delivery", Scope.PUBLISH, "post", to("/deliveries/{delivery}/cancel"), PUBLISH),
    Operation(
        "it_is_there", Scope.PUBLISH, "post", to("/deliveries/{delivery}/it-is-there"), PUBLISH, body=lambda w: PROOF,
        answers=SEEN,
    ),
    Operation(
        "done_by_hand", Scope.PUBLISH, "post", to("/deliveries/{delivery}/done-by-hand"), PUBLISH, body=lambda w: PROOF,
        answers=SEEN,
    ),
    Operation(
        "send_again", Scope.PUBLISH, "post", to("/deliveries/{delivery}/send-again"), PUBLISH,
        body=lambda w: {"confirmed": "not_there"}, answers=SEEN,
    ),
)  # fmt: skip

MESSAGES = (
    Operation("list_messages", Scope.READ, "get", to("/messages")),
    Operation("read_message", Scope.READ, "get", to("/messages/{message}")),
    Operation(
        "reply", Scope.ANSWER, "post", to("/messages/{message}/replies"), ANSWER, body=lambda w: {"text": "Bis Freitag."}
    ),
    Operation("needs_no_reply", Scope.ANSWER, "post", to("/messages/{message}/needs-none"), ANSWER),
    Operation("reopen_message", Scope.ANSWER, "post", to("/messages/{message}/reopen"), ANSWER),
)  # fmt: skip

OCCASIONS = (
    Operation("list_days", Scope.READ, "get", to("/days?from_day=2026-06-01&until_day=2026-07-01")),
    Operation("list_occasions", Scope.READ, "get", to("/occasions")),
    Operation("add_occasion", Scope.STEER, "post", to("/occasions"), STEER, body=entry),
    Operation("read_occasion", Scope.READ, "get", to("/occasions/{entry}")),
    Operation("change_occasion", Scope.STEER, "put", to("/occasions/{entry}"), STEER, body=entry),
    Operation("remove_occasion", Scope.STEER, "post", to("/occasions/{entry}/remove"), STEER),
    Operation(
        "settle_occasion", Scope.PLAN, "post", to("/occasions/{entry}/settle"), PLAN,
        body=lambda w: {"begins_on": COMES.isoformat()},
    ),
)  # fmt: skip

CHOSE = frozenset({RoleKind.MANAGER.value})
"""What is one person's own, or not made yet, is seen by nobody else."""

SERIES = (
    Operation("list_series", Scope.READ, "get", to("/series")),
    Operation("begin_series", Scope.PLAN, "post", to("/series"), PLAN, body=weekly),
    Operation(
        "preview_series", Scope.READ, "post", to("/series/preview"),
        body=lambda w: {key: part for key, part in weekly(w).items() if key != "title"},
    ),
    Operation("read_series", Scope.READ, "get", to("/series/{series}")),
    Operation("change_series", Scope.PLAN, "put", to("/series/{series}"), PLAN, body=weekly),
    Operation("end_series", Scope.PLAN, "post", to("/series/{series}/end"), PLAN),
    Operation("list_slots_of_series", Scope.READ, "get", to("/series/{series}/slots")),
)  # fmt: skip

MEETINGS = (
    Operation("list_meetings", Scope.READ, "get", to("/meetings")),
    Operation("prepare_meeting", Scope.PLAN, "post", to("/meetings"), PLAN, body=meets),
    Operation("read_meeting", Scope.READ, "get", to("/meetings/{running}")),
    Operation("change_meeting", Scope.PLAN, "put", to("/meetings/{meeting}"), PLAN, body=meets),
    Operation("open_meeting", Scope.PLAN, "post", to("/meetings/{meeting}/open"), PLAN),
    Operation("close_meeting", Scope.PLAN, "post", to("/meetings/{running}/close"), PLAN),
    Operation("set_meeting_people", Scope.PLAN, "put", to("/meetings/{running}/people"), PLAN, body=lambda w: {"people": []}),
    Operation("call_off_meeting", Scope.PLAN, "post", to("/meetings/{meeting}/call-off"), PLAN),
    Operation("mail_protocol", Scope.PLAN, "post", to("/meetings/{closed}/mail"), PLAN),
    Operation("add_point", Scope.PLAN, "post", to("/meetings/{meeting}/points"), PLAN, body=lambda w: {"title": "Wer?"}),
    Operation(
        "add_to_protocol", Scope.PLAN, "post", to("/meetings/{closed}/additions"), PLAN,
        body=lambda w: {"text": "Es war der andere Brunnen."},
    ),
    Operation("decide_line", Scope.PLAN, "post", to("/agenda-lines/{line}/decisions"), PLAN, body=adjourned),
)  # fmt: skip

BRINGS = PLAN & WRITE

SPREADSHEETS = (
    Operation(
        "look_at_spreadsheet", Scope.PLAN, "post", to("/spreadsheets"), BRINGS, form=True,
        body=lambda w: {"file": SimpleUploadedFile("juni.csv", b"Titel\nWasserwerte", "text/csv")},
    ),
    Operation("read_spreadsheet", Scope.READ, "get", to("/spreadsheets/{sheet}"), CHOSE, refused=404),
    Operation(
        "make_spreadsheet", Scope.PLAN, "post", to("/spreadsheets/{sheet}/make"), CHOSE, refused=404,
        also=frozenset({Scope.DRAFT}),
    ),
    # nothing was made of it yet, which is told only to whoever chose it
    Operation(
        "undo_spreadsheet", Scope.PLAN, "post", to("/spreadsheets/{sheet}/undo"), CHOSE, refused=404,
        answers=frozenset({409}),
    ),
)  # fmt: skip

SNIPPETS = (
    Operation("list_snippets", Scope.READ, "get", to("/snippets")),
    Operation("keep_snippet", Scope.DRAFT, "post", to("/snippets"), WRITE, body=lambda w: {"kind": "hashtags", **tags(w)}),
    Operation("read_snippet", Scope.READ, "get", to("/snippets/{snippet}")),
    Operation("change_snippet", Scope.DRAFT, "put", to("/snippets/{snippet}"), WRITE, body=tags),
    Operation("drop_snippet", Scope.DRAFT, "post", to("/snippets/{snippet}/drop"), WRITE),
    Operation("list_mentioned", Scope.READ, "get", to("/mentioned")),
    Operation("know_mentioned", Scope.DRAFT, "post", to("/mentioned"), WRITE, body=book),
    Operation("read_mentioned", Scope.READ, "get", to("/mentioned/{mentioned}")),
    Operation("change_mentioned", Scope.DRAFT, "put", to("/mentioned/{mentioned}"), WRITE, body=book),
    Operation("forget_mentioned", Scope.DRAFT, "post", to("/mentioned/{mentioned}/forget"), WRITE),
    Operation("read_link_scheme", Scope.READ, "get", to("/link-scheme")),
    Operation(
        "mark_links", Scope.STEER, "put", to("/link-scheme"), STEER,
        body=lambda w: {"domains": ["erlengrund.example"], "source": "social"},
    ),
)  # fmt: skip

IDEAS = (
    Operation("list_ideas", Scope.READ, "get", to("/ideas")),
    Operation("add_idea", Scope.DRAFT, "post", to("/ideas"), whoever_may(Act.READ), body=lambda w: {"title": "Wasserturm"}),
    Operation("read_idea", Scope.READ, "get", to("/ideas/{idea}")),
    Operation("change_idea", Scope.DRAFT, "put", to("/ideas/{idea}"), WRITE, body=lambda w: {"title": "Wasserturm"}),
    Operation("put_idea_aside", Scope.DRAFT, "post", to("/ideas/{idea}/put-aside"), WRITE, body=lambda w: {}),
    Operation("bring_idea_back", Scope.DRAFT, "post", to("/ideas/{idea_aside}/bring-back"), WRITE),
    Operation(
        "take_idea", Scope.DRAFT, "post", to("/ideas/{idea}/take"), PLAN & WRITE, also=frozenset({Scope.PLAN}),
        body=lambda w: {"channels": [w.channel.pk]},
    ),
)  # fmt: skip

OPERATIONS = (
    *IDEAS,
    *ASKS,
    *PASSING,
    *DRAFTS,
    *TEXTS,
    *PLAN_ROWS,
    *OCCASIONS,
    *SERIES,
    *VIEWS,
    *CADENCE,
    *MEETINGS,
    *SPREADSHEETS,
    *SNIPPETS,
    *DUTY,
    *DESK,
    *MEDIA,
    *VIDEO_OPERATIONS,
    *APPROVALS,
    *DELIVERIES,
    *MESSAGES,
)
