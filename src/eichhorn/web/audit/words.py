"""Every act of the audit as a sentence, and every kind of thing as a word.

The difficult thing: the audit holds words of the code, so that it means the same in ten years; people read sentences.
Each verb has one here, and a test finds those that have none. Sentences take the thing as a name between quotation
marks or as a word with a number, so that they need no grammar of it.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

type Sentence = str | Promise

VERBS: dict[str, Sentence] = {
    "api.token_made": _("%(who)s made %(what)s for a program."),
    "api.token_revoked": _("%(who)s took %(what)s away from a program."),
    "audit.exported": _("%(who)s took a table out of the audit."),
    "audit.searched_by_person": _("%(who)s searched the audit for the acts of %(what)s."),
    "channels.access_ended": _("%(who)s noted that somebody can no longer get into %(what)s."),
    "channels.access_entered": _("%(who)s noted who can get into %(what)s."),
    "channels.access_reviewed": _("%(who)s looked who can get into %(what)s."),
    "channels.added": _("%(who)s added %(what)s."),
    "channels.connected": _("%(who)s connected %(what)s."),
    "channels.connecting_begun": _("%(who)s began to connect %(what)s."),
    "channels.described": _("%(who)s changed the description of %(what)s."),
    "channels.disconnected": _("%(who)s noted that %(what)s is no longer connected."),
    "channels.imprint_checked": _("%(who)s checked the imprint of %(what)s."),
    "channels.registered": _("%(who)s entered the program with which %(what)s is connected."),
    "channels.renewed": _("%(who)s renewed the key of %(what)s."),
    "channels.retired": _("%(who)s gave up %(what)s."),
    "channels.sending_set": _("%(who)s set how posts leave on %(what)s."),
    "channels.second_factor_confirmed": _("%(who)s confirmed the second factor of %(what)s."),
    "content.begun": _("%(who)s began %(what)s."),
    "content.justified": _("%(who)s gave a reason for leaving a finding in %(what)s as it is."),
    "content.saved": _("%(who)s saved %(what)s."),
    "delivery.by_hand": _("%(who)s laid %(what)s ready to be posted by hand."),
    "delivery.cancelled": _("%(who)s cancelled the sending of %(what)s."),
    "delivery.checking": _("%(who)s began to look whether %(what)s arrived."),
    "delivery.correcting": _("%(who)s began to correct %(what)s on the network."),
    "delivery.expired": _("%(who)s let %(what)s wait for a decision, because it was late or held."),
    "delivery.found_outside": _("%(who)s found %(what)s, which was published outside Eichhorn."),
    "delivery.joined_outside": _("%(who)s noted that %(what)s is a post that was planned."),
    "delivery.kept_apart": _("%(who)s noted that %(what)s is no post that was planned."),
    "delivery.reply_taken_in": _("%(who)s handed in %(what)s, an answer, for sending."),
    "delivery.sending": _("%(who)s began to send %(what)s."),
    "delivery.sent": _("%(who)s noted that %(what)s is out."),
    "delivery.stopped": _("%(who)s noted that the network did not take %(what)s."),
    "delivery.taken_back": _("%(who)s noted that %(what)s is gone from the network."),
    "delivery.taking_back": _("%(who)s began to take %(what)s back from the network."),
    "delivery.unsure": _("%(who)s noted that nobody knows whether %(what)s arrived."),
    "delivery.waiting": _("%(who)s let %(what)s wait for its time."),
    "desk.advanced": _("%(who)s moved %(what)s on."),
    "desk.changed": _("%(who)s changed %(what)s."),
    "desk.decided": _("%(who)s decided about %(what)s."),
    "desk.form_link_renewed": _("%(who)s renewed the link of the request form."),
    "desk.received": _("%(who)s asked for a post: %(what)s."),
    "desk.reopened": _("%(who)s opened %(what)s again."),
    "desk.replied": _("%(who)s replied to a question about %(what)s."),
    "desk.terms_set": _("%(who)s set the deadlines for requests."),
    "desk.withdrawn": _("%(who)s withdrew %(what)s."),
    "dialogue.answered": _("%(who)s answered %(what)s."),
    "dialogue.needs_none": _("%(who)s decided that %(what)s needs no answer."),
    "dialogue.received": _("%(who)s took in %(what)s from the network."),
    "dialogue.reopened": _("%(who)s opened %(what)s again."),
    "guidelines.agreed": _("%(who)s agreed on %(what)s."),
    "keys.rotated": _("%(who)s sealed everything under a new key."),
    "media.stored": _("%(who)s stored %(what)s."),
    "notices.sent_again": _("%(who)s had %(what)s sent again."),
    "notices.shown": _("%(who)s read the text of %(what)s."),
    "people.app_added": _("%(who)s added an app as a second factor."),
    "people.app_removed": _("%(who)s removed an app as a second factor."),
    "people.codes_renewed": _("%(who)s renewed the recovery codes."),
    "people.department_added": _("%(who)s added %(what)s."),
    "people.department_renamed": _("%(who)s renamed %(what)s."),
    "people.entered": _("%(who)s came in by a link."),
    "people.identity_joined": _("%(who)s joined %(what)s to an account elsewhere."),
    "people.identity_let_go": _("%(who)s let go of the account elsewhere of %(what)s."),
    "people.invitation_accepted": _("%(who)s accepted the invitation."),
    "people.invited": _("%(who)s invited %(what)s."),
    "people.language_chosen": _("%(who)s chose a language."),
    "people.link_issued": _("%(who)s issued %(what)s."),
    "people.link_renewed": _("%(who)s renewed %(what)s."),
    "people.link_used": _("%(who)s used %(what)s."),
    "people.organisation_changed": _("%(who)s changed the organisation."),
    "people.organisation_founded": _("%(who)s set up the organisation."),
    "people.other_sessions_ended": _("%(who)s signed %(what)s out everywhere else."),
    "people.own_role_added": _("%(who)s made %(what)s."),
    "people.own_role_changed": _("%(who)s changed %(what)s."),
    "people.own_role_removed": _("%(who)s removed %(what)s."),
    "people.passkey_added": _("%(who)s added a passkey."),
    "people.passkey_removed": _("%(who)s removed a passkey."),
    "people.person_added": _("%(who)s added %(what)s."),
    "people.person_changed": _("%(who)s changed the entry of %(what)s."),
    "people.person_left": _("%(who)s entered the last day of %(what)s."),
    "people.provider_added": _("%(who)s added %(what)s, by which people can sign in."),
    "people.provider_removed": _("%(who)s removed %(what)s, by which people could sign in."),
    "people.provider_secret_changed": _("%(who)s changed the secret of %(what)s."),
    "people.role_ended": _("%(who)s ended %(what)s."),
    "people.role_given": _("%(who)s gave %(what)s."),
    "people.second_factor_asked": _("%(who)s set who needs a second factor."),
    "people.second_factor_reset": _("%(who)s reset the second factor of %(what)s."),
    "people.session_ended": _("%(who)s ended a session of %(what)s."),
    "people.signed_in": _("%(who)s signed in."),
    "people.team_added": _("%(who)s added %(what)s."),
    "people.team_changed": _("%(who)s changed %(what)s."),
    "planning.accepted": _("%(who)s accepted %(what)s into the plan."),
    "planning.advanced": _("%(who)s moved %(what)s to its next stage."),
    "planning.budget_set": _("%(who)s set the fire budget."),
    "planning.described": _("%(who)s changed the plan of %(what)s."),
    "planning.forgot_outside": _("%(who)s no longer counts %(what)s as a post of its own, because it was planned."),
    "planning.kind_added": _("%(who)s added %(what)s."),
    "planning.kind_changed": _("%(who)s changed %(what)s."),
    "planning.moved": _("%(who)s moved %(what)s to another date."),
    "planning.places_set": _("%(who)s set the regular places of %(what)s."),
    "planning.noted_outside": _("%(who)s noted %(what)s, which nobody planned here."),
    "planning.planned": _("%(who)s planned %(what)s."),
    "planning.terms_set": _("%(who)s set the terms of planning."),
    "review.granted": _("%(who)s approved %(what)s."),
    "review.handed_in": _("%(who)s handed in %(what)s for approval."),
    "review.refused": _("%(who)s did not approve %(what)s."),
    "review.route_set": _("%(who)s set the way of approval."),
    "review.withdrawn": _("%(who)s took back the approval of %(what)s."),
    "situation.confirmed_alone": _("%(who)s confirmed that no other installation sends."),
    "situation.held": _("%(who)s held everything."),
    "situation.lifted": _("%(who)s let posts leave again."),
    "situation.stopped": _("%(who)s stopped everything, because the installation was restored or moved."),
    "stage.link_issued": _("%(who)s issued a link to the stage."),
    "strategy.goal_changed": _("%(who)s changed %(what)s."),
    "strategy.goal_set": _("%(who)s set %(what)s."),
    "strategy.pillar_set": _("%(who)s set %(what)s."),
    "webhooks.added": _("%(who)s added %(what)s, which is told what happens."),
    "webhooks.changed": _("%(who)s changed %(what)s, which is told what happens."),
    "webhooks.removed": _("%(who)s removed %(what)s."),
    "webhooks.replayed": _("%(who)s had events sent again to %(what)s."),
    "webhooks.secret_rotated": _("%(who)s gave %(what)s a fresh secret."),
    "webhooks.sent_again": _("%(who)s had a call sent again to %(what)s."),
    "webhooks.switched_off": _("%(who)s switched off %(what)s."),
    "webhooks.switched_on": _("%(who)s switched on %(what)s."),
    "webhooks.tested": _("%(who)s tested %(what)s."),
}

KINDS: dict[str, Sentence] = {
    "approval": pgettext_lazy("audit", "Approval"),
    "audit": pgettext_lazy("audit", "Audit"),
    "channel": pgettext_lazy("audit", "Channel"),
    "clause": pgettext_lazy("audit", "Clause"),
    "delivery": pgettext_lazy("audit", "Sending"),
    "department": pgettext_lazy("audit", "Department"),
    "desk_terms": pgettext_lazy("audit", "Deadlines of requests"),
    "draft": pgettext_lazy("audit", "Post"),
    "endpoint": pgettext_lazy("audit", "Address of a program"),
    "fire_budget": pgettext_lazy("audit", "Fire budget"),
    "goal": pgettext_lazy("audit", "Goal"),
    "hold": pgettext_lazy("audit", "Pause"),
    "installation": pgettext_lazy("audit", "Installation"),
    "kind_of_work": pgettext_lazy("audit", "Kind of work"),
    "link": pgettext_lazy("audit", "Link"),
    "message": pgettext_lazy("audit", "Message"),
    "notice": pgettext_lazy("audit", "Mail"),
    "outside": pgettext_lazy("audit", "Post published outside"),
    "organisation": pgettext_lazy("audit", "Organisation"),
    "own_role": pgettext_lazy("audit", "Role of one's own"),
    "person": pgettext_lazy("audit", "Person"),
    "picture": pgettext_lazy("audit", "Picture"),
    "pillar": pgettext_lazy("audit", "Pillar"),
    "provider": pgettext_lazy("audit", "Provider"),
    "request": pgettext_lazy("audit", "Request"),
    "role": pgettext_lazy("audit", "Role"),
    "route": pgettext_lazy("audit", "Way of approval"),
    "slot": pgettext_lazy("audit", "Planned post"),
    "stage": pgettext_lazy("audit", "Stage"),
    "standstill": pgettext_lazy("audit", "Standstill"),
    "team": pgettext_lazy("audit", "Team"),
    "terms": pgettext_lazy("audit", "Terms of planning"),
    "token": pgettext_lazy("audit", "Token"),
    "version": pgettext_lazy("audit", "Version"),
}

ROOMS: dict[str, Sentence] = {
    "api": pgettext_lazy("audit", "Programs"),
    "audit": pgettext_lazy("audit", "Audit"),
    "channels": pgettext_lazy("audit", "Channels"),
    "content": pgettext_lazy("audit", "Posts"),
    "delivery": pgettext_lazy("audit", "Sending"),
    "desk": pgettext_lazy("audit", "Requests"),
    "dialogue": pgettext_lazy("audit", "Dialogue"),
    "guidelines": pgettext_lazy("audit", "Guidelines"),
    "keys": pgettext_lazy("audit", "Keys"),
    "media": pgettext_lazy("audit", "Media"),
    "notices": pgettext_lazy("audit", "Mail"),
    "people": pgettext_lazy("audit", "People"),
    "planning": pgettext_lazy("audit", "Plan"),
    "review": pgettext_lazy("audit", "Approval"),
    "situation": pgettext_lazy("audit", "Pause and standstill"),
    "stage": pgettext_lazy("audit", "Stage"),
    "strategy": pgettext_lazy("audit", "Goals"),
    "webhooks": pgettext_lazy("audit", "Programs that are told"),
}


def sentence(verb: str, *, who: str, what: str) -> str:
    """Return the act as a sentence; of a verb that nobody knows any more, its own word."""
    said = VERBS.get(verb)
    if said is None:
        return gettext("%(who)s: %(verb)s, %(what)s.") % {"who": who, "verb": verb, "what": what}
    return str(said) % {"who": who, "what": what}


def thing(kind: str, number: int, *, title: str = "") -> str:
    """Return the thing by its title where there is one, else as a word with its number."""
    if title:
        return gettext("“%(title)s”") % {"title": title}
    return f"{KINDS.get(kind, kind)} {number}" if number else str(KINDS.get(kind, kind))


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the acts by room, for choosing among them."""
    by_room: dict[str, list[tuple[str, str]]] = {room: [] for room in ROOMS}
    for verb in VERBS:
        by_room[verb.partition(".")[0]].append((verb, sentence(verb, who="…", what="…")))
    return [(str(ROOMS[room]), sorted(verbs, key=lambda one: one[1])) for room, verbs in by_room.items() if verbs]
