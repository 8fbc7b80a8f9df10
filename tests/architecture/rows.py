"""The table of all addresses: who may look, who may press, which link opens what.

One row for each name of an address; a name without a row fails. `get` and `post` say who is let in: None means that the
address does not know the method at all. Whoever is signed in and not let in gets 403 (404 where even the existence is
hidden), nobody at all is sent to the sign-in page. What is sent is good enough that it would be done: a page that only
refuses bad input would look like one that refuses the visitor.
"""

import uuid

from eichhorn.people.rules import LinkPurpose
from tests.architecture.ally_rows import ALLIES
from tests.architecture.calendar_rows import CALENDAR
from tests.architecture.concept_rows import CONCEPT
from tests.architecture.conference_rows import CONFERENCE
from tests.architecture.desk_rows import DESK
from tests.architecture.duty_rows import DUTY
from tests.architecture.idea_rows import IDEAS
from tests.architecture.intake_rows import INTAKE
from tests.architecture.lens_rows import LENSES
from tests.architecture.library_rows import LIBRARY
from tests.architecture.mailbox_rows import MAILBOX
from tests.architecture.measure_rows import MEASURES
from tests.architecture.moving_rows import MOVING
from tests.architecture.occasion_rows import OCCASIONS, SERIES
from tests.architecture.plan_rows import TOGETHER
from tests.architecture.row import (
    ADMINISTER,
    ANSWER,
    APPROVER,
    AUDIT,
    HOLD,
    MISSING,
    PLAN,
    PUBLISH,
    READ,
    STEER,
    WRITE,
    Row,
    approval,
    channel,
    composed,
    consent,
    delivery,
    described,
    draft,
    entry,
    house,
    message,
    number,
    own_role,
    person,
    post,
    registration,
    slot,
    uploaded,
)
from tests.architecture.snippet_rows import SNIPPETS
from tests.architecture.spreadsheet_rows import SPREADSHEETS
from tests.architecture.strategy_rows import STRATEGY
from tests.architecture.topic_rows import TOPICS
from tests.architecture.video_rows import VIDEO
from tests.architecture.webhook_rows import WEBHOOKS
from tests.architecture.world import EVERYBODY, SIGNED_IN

PEOPLE = (
    Row("account_login", EVERYBODY, EVERYBODY),
    Row("account_inactive", EVERYBODY),
    Row("account_reset_password", EVERYBODY, EVERYBODY, sent=lambda w: {"email": w.someone.email}),
    Row("account_reset_password_done", EVERYBODY),
    Row("account_reset_password_from_key", EVERYBODY, EVERYBODY, at=lambda w: ("3", "abcdef-" + "0" * 32)),
    Row("account_reset_password_from_key_done", EVERYBODY),
    Row("account_logout", EVERYBODY, EVERYBODY),
    Row("account_change_password", SIGNED_IN, SIGNED_IN),
    Row("account_set_password", SIGNED_IN, SIGNED_IN),
    Row("mfa_authenticate", EVERYBODY, EVERYBODY),  # leads to the door, or home
    Row("mfa_login_webauthn", EVERYBODY, EVERYBODY),
    Row("mfa_index", SIGNED_IN),
    # nobody here has anything by which to confirm
    Row("account_reauthenticate", frozenset(), frozenset()),
    Row("mfa_reauthenticate", frozenset(), frozenset()),
    Row("mfa_reauthenticate_webauthn", frozenset(), frozenset()),
    Row("mfa_activate_totp", SIGNED_IN, SIGNED_IN),
    # nobody here has any of these
    Row("mfa_deactivate_totp", SIGNED_IN, SIGNED_IN, answers=MISSING),
    Row("mfa_view_recovery_codes", SIGNED_IN, answers=MISSING),
    Row("mfa_download_recovery_codes", SIGNED_IN, SIGNED_IN, answers=MISSING),
    Row("mfa_generate_recovery_codes", SIGNED_IN, SIGNED_IN),
    Row("mfa_add_webauthn", SIGNED_IN, SIGNED_IN),
    Row("mfa_edit_webauthn", SIGNED_IN, SIGNED_IN, at=lambda w: (1,), answers=MISSING),
    Row("mfa_remove_webauthn", SIGNED_IN, SIGNED_IN, at=lambda w: (1,), answers=MISSING),
    Row("people:sign_in", SIGNED_IN),
    Row("people:second_factor_needed", SIGNED_IN),
    Row("people:end_session", None, SIGNED_IN, at=lambda w: (1,), answers=MISSING),
    Row("people:end_other_sessions", None, SIGNED_IN),
    Row("people:reset_second_factor", None, ADMINISTER, at=person),
    Row("people:sign_in_rules", ADMINISTER, ADMINISTER, sent=lambda w: {"roles": ["approver"]}),
    Row("people:add_provider", ADMINISTER, ADMINISTER, sent=registration),
    Row("people:add_saml", ADMINISTER, ADMINISTER, sent=lambda w: {"name": "Konto", "metadata": "<x/>"}),
    # the provider of this world speaks OpenID Connect; a form of another site is what SAML sends
    Row("people:saml_post", None, EVERYBODY, at=number("provider"), answers=MISSING, program=True),
    Row("people:saml_metadata", EVERYBODY, at=number("provider"), answers=MISSING),
    Row("people:provider", ADMINISTER, at=number("provider")),
    Row("people:remove_provider", None, ADMINISTER, at=number("provider")),
    Row("people:let_go", None, ADMINISTER, at=number("identity")),
    # whoever is in is led home; to nobody it says that the provider does not answer, or that nothing was begun
    Row("people:leave_for_provider", EVERYBODY, at=number("provider"), answers=frozenset({302, 502})),
    Row("people:back_from_provider", EVERYBODY, at=number("provider"), refused=404, answers=frozenset({302, 403})),
    Row("people:roles", SIGNED_IN),
    Row("people:add_role", ADMINISTER, ADMINISTER, sent=own_role),
    Row("people:own_role", ADMINISTER, ADMINISTER, at=number("own_role"), sent=own_role),
    Row("people:remove_role", None, ADMINISTER, at=number("own_role")),
    Row("people:account", SIGNED_IN),
    Row("people:language", None, SIGNED_IN, sent=lambda w: {"language": "en"}),
    Row("people:enter", EVERYBODY, EVERYBODY, link=LinkPurpose.SIGN_IN),
    Row("people:invited", EVERYBODY, EVERYBODY, link=LinkPurpose.INVITATION),
    Row("people:set_up", EVERYBODY, EVERYBODY, link=LinkPurpose.SET_UP),
    Row("people:persons", SIGNED_IN),
    Row("people:add", ADMINISTER, ADMINISTER, sent=entry),
    Row("people:person", ADMINISTER, ADMINISTER, at=person, sent=entry),
    Row("people:invite", None, ADMINISTER, at=person),
    Row("people:give_role", None, ADMINISTER, at=person, sent=lambda w: {"kind": "reader", "begins_on": "1.6.2026"}),
    Row("people:leave", None, ADMINISTER, at=person, sent=lambda w: {"last_day": "1.6.2031"}),
    Row("people:end_role", None, ADMINISTER, at=number("role")),
    Row("people:organisation", ADMINISTER, ADMINISTER, sent=house),
    Row("people:departments", SIGNED_IN, ADMINISTER, sent=lambda w: {"name": "Netze"}),
    Row(
        "people:rename_department", ADMINISTER, ADMINISTER, at=number("department"), sent=lambda w: {"name": "Verkauf"}
    ),
    Row("people:add_team", ADMINISTER, ADMINISTER, sent=lambda w: {"name": "Presse"}),
    Row("people:team", ADMINISTER, ADMINISTER, at=number("team"), sent=lambda w: {"name": "Presse"}),
    Row("notices:own", SIGNED_IN, SIGNED_IN, sent=lambda w: {"rhythm": "daily"}),
    Row("notices:outgoing", ADMINISTER),
    Row("notices:mail", ADMINISTER, ADMINISTER, at=lambda w: (w.mail,)),
    Row("notices:again", None, ADMINISTER, at=lambda w: (w.mail,)),
    Row("ui:language", EVERYBODY, EVERYBODY, sent=lambda w: {"language": "en"}),
    Row("ui:look", None, EVERYBODY, sent=lambda w: {"look": "dark"}),
    Row("ui:keys", None, EVERYBODY, sent=lambda w: {"keys": "off"}),
    Row("ui:kit", EVERYBODY),
    Row("ui:kit_guest", EVERYBODY),
    *CALENDAR,
    *MOVING,
    *TOGETHER,
    *LIBRARY,
    *VIDEO,
)

CHANNELS = (
    Row("channels:all", SIGNED_IN),
    Row("channels:choose", ADMINISTER),
    Row(
        "channels:add",
        ADMINISTER,
        ADMINISTER,
        at=lambda w: ("by_hand",),
        sent=lambda w: {"name": "Xing", "label": "Xing", "language": "de"},
    ),
    Row("channels:connected", ADMINISTER),
    Row("channels:program", EVERYBODY, answers=MISSING),  # only where https leads here
    Row("channels:channel", SIGNED_IN, at=channel),
    Row(
        "channels:describe",
        ADMINISTER,
        ADMINISTER,
        at=channel,
        sent=lambda w: {"name": "Facebook 2", "label": "Facebook", "language": "de"},
    ),
    Row("channels:connect", None, ADMINISTER, at=number("elsewhere"), answers=frozenset({422})),  # no such server
    # a channel of the Mastodon family has neither door, which is said to administrators alone
    Row("channels:sign_in", ADMINISTER, ADMINISTER, at=number("elsewhere"), answers=frozenset({404})),
    Row(
        "channels:register",
        ADMINISTER,
        ADMINISTER,
        at=number("at_x"),
        sent=lambda w: {"client_id": "our-app", "client_secret": "sealed at once"},
    ),
    Row("channels:disconnect", None, ADMINISTER, at=number("stage_channel")),
    Row("channels:retire", None, ADMINISTER, at=channel),
    Row("channels:refresh", None, ADMINISTER, at=channel),
    Row("channels:sending", None, ADMINISTER, at=channel, sent=lambda w: {"pace_minutes": "5"}),
    Row("channels:enter_access", None, ADMINISTER, at=channel, sent=lambda w: {"who": "Agentur Rot"}),
    Row("channels:access", None, ADMINISTER, at=lambda w: (w.channel.pk, w.numbers["access"])),
    Row("channels:looked_after", None, ADMINISTER, at=channel),
)

PLANNING = (
    Row("planning:goals", SIGNED_IN),
    Row("planning:new", PLAN, PLAN, sent=described),
    Row("planning:slot", SIGNED_IN, at=slot),
    Row("planning:edit", PLAN, PLAN, at=slot, sent=described),
    Row("planning:put_back", None, PLAN, at=slot),
    Row("planning:take_up", None, PLAN, at=slot),
    Row("planning:cadence", SIGNED_IN),
    Row("planning:budget", None, STEER, sent=lambda w: {"hours": "2", "from_day": "8.6.2026"}),
    Row("planning:terms", None, STEER, sent=lambda w: {"lead_days": "5", "holidays_of": ""}),
    Row("planning:new_kind", STEER, STEER, sent=lambda w: {"name": "Film", "effort_minutes": "90"}),
    Row("planning:take_learned", None, STEER, at=number("kind")),
    Row("planning:kind", STEER, STEER, at=number("kind"), sent=lambda w: {"name": "Film", "effort_minutes": "90"}),
    Row("planning:places", STEER, STEER, at=channel, sent=lambda w: {"day_0": "11:00"}),
    *STRATEGY,
    *TOPICS,
    *LENSES,
    *MEASURES,
)


CONTENT = (
    Row("composer:posts", SIGNED_IN),
    Row("composer:new", PLAN & WRITE, PLAN & WRITE, sent=described),
    Row("composer:begin", None, WRITE, at=slot),
    Row("composer:draft", SIGNED_IN, WRITE, at=draft, sent=composed),
    Row("composer:autosave", None, WRITE, at=draft, sent=composed),
    Row("composer:look", None, SIGNED_IN, at=draft, sent=composed),
    Row("composer:take", None, WRITE, at=draft, sent=composed),
    Row("composer:cut", None, SIGNED_IN, at=draft, sent=composed),
    Row("composer:card", None, WRITE, at=draft, sent=composed),
    Row("composer:here", None, WRITE, at=draft),
    Row("composer:insert", None, WRITE, at=draft, sent=composed),
    Row(
        "composer:justify",
        None,
        WRITE,
        at=draft,
        sent=lambda w: {**composed(w), "justify": "0", "key_0": "alt", "reason_0": "Ein Zitat."},
    ),
    Row("composer:goal", None, PLAN, at=draft, sent=lambda w: {"goal": w.numbers["goal"]}),
    Row("composer:attach", None, WRITE, at=draft, sent=lambda w: {"picture": w.picture}),
    Row("composer:attach_video", None, WRITE, at=draft, sent=lambda w: {"video": w.numbers["video"]}),
    Row("composer:history", SIGNED_IN, at=draft),
    Row("composer:restore", None, WRITE, at=lambda w: (w.draft.pk, 1)),
)

REVIEW = (
    Row(
        "review:by_link",
        EVERYBODY,
        EVERYBODY,
        link=LinkPurpose.APPROVAL,
        sent=lambda w: {"answer": "refuse", "reason": "Zahl falsch.", "digest": w.approval.digest},
    ),
    Row("review:film_by_link", EVERYBODY, link=LinkPurpose.APPROVAL, at=lambda w: ("film",)),
    Row("review:picture_by_link", EVERYBODY, link=LinkPurpose.APPROVAL, at=lambda w: (1,)),
    Row("review:picture_before_by_link", EVERYBODY, link=LinkPurpose.APPROVAL, at=lambda w: (1,), answers=MISSING),
    Row(
        "review:approval",
        SIGNED_IN,
        APPROVER,
        at=approval,
        sent=lambda w: {"answer": "approve", "digest": w.approval.digest},
    ),
    Row("remarks:all", SIGNED_IN, READ, at=draft, sent=lambda w: {"text": "Stimmt das Datum?"}),
    Row("remarks:answer", None, READ, at=number("remark"), sent=lambda w: {"text": "Ja."}),
    Row("remarks:settle", None, WRITE, at=number("remark")),
    Row("remarks:take", None, WRITE, at=number("remark")),
    Row("remarks:reopen", None, WRITE, at=number("settled_remark")),
    Row("review:withdraw", None, STEER | APPROVER, at=approval),
    Row("review:hand_in", None, WRITE, at=draft),
    Row(
        "review:routes", SIGNED_IN, ADMINISTER, sent=lambda w: {"kind": "four_eyes", "approver": w.approval.approver_id}
    ),
)

WEB = (
    Row("web:today", SIGNED_IN),
    Row("web:thread", SIGNED_IN, at=slot),
    Row("web:settings", SIGNED_IN),
    Row("web:search", SIGNED_IN, asked=lambda w: {"q": "wasser"}),
    Row("guidelines:clauses", SIGNED_IN),
    Row("situation:standstill", SIGNED_IN, ADMINISTER),
    Row("web:audit", AUDIT),
    Row("web:audit_table", AUDIT),
)

DELIVERY = (
    Row("delivery:outbox", SIGNED_IN),
    Row("delivery:hold", HOLD, HOLD, sent=lambda w: {"reason": "Rohrbruch am Nordring"}),
    Row("delivery:lift", None, HOLD),
    Row("delivery:resume", HOLD, HOLD),
    Row("delivery:correct", WRITE, WRITE, at=delivery, sent=lambda w: {"reason": "Die Zahl stimmt nicht."}),
    Row("delivery:delivery", SIGNED_IN, PUBLISH, at=delivery, sent=lambda w: {"url": "https://facebook.example/1"}),
    Row("delivery:send_again", PUBLISH, PUBLISH, at=delivery, sent=lambda w: {"confirmed": "yes"}),
    Row(
        "delivery:take_back",
        PUBLISH,
        PUBLISH,
        at=delivery,
        sent=lambda w: {"reason": ""},
        answers=frozenset({200, 303, 422}),
    ),
    Row("delivery:outside", SIGNED_IN, PUBLISH, at=number("outside"), sent=lambda w: {"step": "apart"}),
    Row("delivery:decide", None, PUBLISH, at=delivery, sent=lambda w: {"step": "cancel"}),
)

API = (
    Row("api:tokens", SIGNED_IN, SIGNED_IN, sent=lambda w: {"name": "Intranet", "scopes": ["read"], "lasts": "week"}),
    # each sees their own alone, and nobody in the world has any
    Row("api:reference", EVERYBODY),
    Row("api:document", EVERYBODY),
    Row(
        "api_nothing_here",
        EVERYBODY,
        EVERYBODY,
        at=lambda w: ("drafts/7/nothing",),
        program=True,
        answers=frozenset({404}),
    ),
    Row("mcp", None, frozenset(), program=True),  # for tokens of its own kind: test_mcp.py
    Row("api:revoke", None, SIGNED_IN, at=lambda w: (w.numbers["goal"],), answers=frozenset({404})),
)
"""The addresses for programs have a table of their own: api_rows.py."""

DIALOGUE = (
    Row("dialogue:inbox", SIGNED_IN),
    Row(
        "dialogue:message", SIGNED_IN, ANSWER, at=message, sent=lambda w: {"text": "Bis Freitag.", "key": uuid.uuid4()}
    ),
    Row("dialogue:count", None, SIGNED_IN, at=message, sent=lambda w: {"text": "Bis Freitag."}),
    Row("dialogue:needs_none", None, ANSWER, at=message),
    Row("dialogue:reopen", None, ANSWER, at=message),
)

STAGE = (
    Row("stage:timeline", SIGNED_IN),
    Row("stage:enter", EVERYBODY, link=LinkPurpose.STAGE),
    Row("stage:invite", None, PLAN),
    Row("stage:post", SIGNED_IN, at=post),
    Row("stage:answer", None, SIGNED_IN, at=post, sent=lambda w: {"name": "Gast", "words": "Danke"}),
    Row("stage:picture", SIGNED_IN, at=number("upload")),
    Row("stage:authorize", SIGNED_IN, SIGNED_IN, asked=consent, sent=lambda w: {"account": "probe"}),
    Row("stage:token", None, EVERYBODY, program=True, answers=frozenset({400})),
    Row(
        "stage:apps",
        None,
        EVERYBODY,
        program=True,
        sent=lambda w: {"client_name": "x", "redirect_uris": "https://x.example/"},
    ),
    Row("stage:nodeinfo_links", EVERYBODY, program=True),
    Row("stage:authorization_server", EVERYBODY, program=True),
    Row("stage:nodeinfo", EVERYBODY, program=True),
    Row("stage:instance_v1", EVERYBODY, program=True),
    Row("stage:instance_v2", EVERYBODY, program=True),
    Row("stage:verify", frozenset(), program=True),
    Row("stage:account_statuses", frozenset(), program=True, at=lambda w: (w.status.actor_id,)),
    Row("stage:media", None, frozenset(), program=True, sent=uploaded),
    Row("stage:one_media", frozenset(), program=True, at=number("upload")),
    Row("stage:post_status", None, frozenset(), program=True, sent=lambda w: {"status": "Hallo"}),
    Row("stage:one_status", frozenset(), program=True, at=post),
    Row("stage:context", frozenset(), program=True, at=post),
    Row("stage:notifications", frozenset(), program=True),
)

ROWS = (
    *PEOPLE,
    *CHANNELS,
    *PLANNING,
    *DESK,
    *MAILBOX,
    *SNIPPETS,
    *DUTY,
    *IDEAS,
    *ALLIES,
    *INTAKE,
    *CONTENT,
    *REVIEW,
    *WEB,
    *DELIVERY,
    *API,
    *DIALOGUE,
    *STAGE,
    *OCCASIONS,
    *SPREADSHEETS,
    *CONCEPT,
    *CONFERENCE,
    *SERIES,
    *WEBHOOKS,
)
