"""Where things are: seven entries, always in this order, always with words; what has no page is not shown yet.

The difficult thing: roles see fewer entries, never other names, and a menu is on every page. So who may what is asked
once, and everything here is computed only where a template shows it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from eichhorn.people.rules import Act
from eichhorn.ui.shell import Entry

type Needs = frozenset[Act]
ANYBODY: Needs = frozenset()
TEAM: Needs = frozenset({Act.WRITE, Act.ANSWER, Act.PLAN})


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the menu: its name, its view, and the acts of which one is needed to see it (none: everybody)."""

    word: str | Promise
    view: str
    needs: Needs = ANYBODY
    icon: str = ""
    key: str = ""
    below: tuple["Place", ...] = ()
    beside: tuple[str, ...] = ()
    """Beginnings of other addresses that belong here: pages of one object."""


PLACES: tuple[Place, ...] = (
    Place(_("Today"), "web:today", icon="sun-high", key="H", beside=("/thread/",)),
    Place(
        pgettext_lazy("menu", "Plan"), "calendar:calendar", icon="calendar-event", key="P", beside=("/plan/", "/media/"), below=(
            Place(_("Calendar"), "calendar:calendar", beside=("/plan/list/", "/plan/board/", "/plan/slots/", "/plan/new/", "/plan/queues/", "/plan/spreadsheets/", "/plan/several/")),
            Place(_("Posts"), "composer:posts", beside=("/plan/approvals/",)),
            Place(_("Ideas"), "ideas:ideas"),
            Place(_("Series"), "planning:all_series"),
            Place(_("Topics"), "topics:themenplan", beside=("/plan/audiences/", "/plan/measures/")),
            Place(_("Strategy"), "concept:document"),
            Place(_("Goals"), "planning:goals", beside=("/plan/campaigns/", "/plan/milestones/", "/plan/lenses/", "/plan/left-over/")),
            Place(_("Red thread"), "redthread:page"),
            Place(_("Editorial meeting"), "conference:all"),
            Place(_("Outbox"), "delivery:outbox"),
            Place(_("Media"), "library:pictures"),
        ),
    ),
    Place(
        _("Requests"), "desk:all", icon="clipboard-text", key="A", beside=("/requests/",), below=(
            Place(_("Triage"), "desk:triage", needs=frozenset({Act.TRIAGE})),
            Place(_("All requests"), "desk:all"),
            Place(_("What we ask for"), "allies:asks", needs=frozenset({Act.WRITE})),
            Place(pgettext_lazy("menu", "In figures"), "figures:house", beside=("/requests/figures/",)),
            Place(_("Forms"), "desk:form_link", needs=frozenset({Act.TRIAGE, Act.STEER})),
        ),
    ),
    Place(
        pgettext_lazy("menu", "Dialogue"), "dialogue:inbox", needs=TEAM, icon="messages", key="D", below=(
            Place(_("Inbox"), "dialogue:inbox"),
        ),
    ),
    Place(
        _("People"), "allies:allies", needs=frozenset({Act.WRITE}), icon="users", key="M", beside=("/people/",), below=(
            Place(_("Allies"), "allies:allies"),
        ),
    ),
    Place(_("Guidelines"), "guidelines:clauses", icon="book-2", key="R", beside=("/guidelines/",)),
    Place(_("Effect"), "insight:routine", icon="seedling", key="W"),
)  # fmt: skip

NEW: tuple[Place, ...] = (
    Place(pgettext_lazy("new", "Post"), "composer:new", needs=frozenset({Act.PLAN}), icon="pencil-plus"),
    Place(pgettext_lazy("new", "Idea"), "ideas:new", needs=frozenset({Act.READ}), icon="bulb", key="i"),
    Place(pgettext_lazy("new", "Idea or date"), "planning:new", needs=frozenset({Act.PLAN}), icon="calendar-plus"),
    Place(pgettext_lazy("new", "Posts from a spreadsheet"), "spreadsheets:bring", needs=frozenset({Act.PLAN}), icon="table"),
    Place(pgettext_lazy("new", "Goal"), "strategy:new_goal", needs=frozenset({Act.STEER}), icon="target"),
    Place(pgettext_lazy("new", "Request"), "desk:enter", needs=frozenset({Act.TRIAGE}), icon="clipboard-text"),
    Place(pgettext_lazy("new", "Request form for others"), "desk:form_link", needs=frozenset({Act.TRIAGE}), icon="link"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """A page of the settings: its name, what one finds there, and which act it needs (None: everybody may read it)."""

    word: str | Promise
    about: str | Promise
    view: str
    icon: str
    needs: Act | None = None


SETTINGS: tuple[Setting, ...] = (
    Setting(
        _("Channels"), _("Where you speak: accounts on networks, their limits and their connection."), "channels:all",
        "speakerphone",
    ),
    Setting(
        _("People and roles"), _("Who belongs to the house, and who may do what, from when until when."), "people:persons",
        "users", Act.ADMINISTER,
    ),
    Setting(
        _("Departments and teams"), _("How the house is divided, and who works together."), "people:departments",
        "users-group", Act.ADMINISTER,
    ),
    Setting(
        _("Organisation and service hours"), _("Name, time zone, language, when somebody listens and when the day ends."),
        "people:organisation", "building-community", Act.ADMINISTER,
    ),
    Setting(
        _("Cadence and fire budget"), _("Regular places of the week, what work costs, and the hours kept for the unplanned."),
        "planning:cadence", "calendar-time",
    ),
    Setting(
        _("The weeks of the team"), _("How many hours the team has in each week, and how many of them are planned."),
        "planning:hours", "users-group",
    ),
    Setting(
        _("Holidays and occasions"), _("What everybody has in the calendar: holidays, own occasions, times before elections."),
        "occasions:all", "calendar-event",
    ),
    Setting(_("Pillars"), _("The lasting subjects to which goals belong."), "strategy:pillars", "columns-3"),
    Setting(
        _("What is written again and again"), _("Hashtag sets, signatures and templates, to insert into posts."),
        "snippets:hashtags", "template",
    ),
    Setting(
        _("Mention book"), _("Whom posts name, and what they are called on each network."), "snippets:mentions", "at"
    ),
    Setting(
        _("What links carry"), _("What links to your own pages say about where they were clicked."), "snippets:links", "link"
    ),
    Setting(
        _("Ways of approval"), _("Who says Yes before something appears."), "review:routes", "user-check", Act.ADMINISTER
    ),
    Setting(
        _("Request form"), _("The link under which everybody in the house can ask for a post."), "desk:form_link",
        "clipboard-text", Act.TRIAGE,
    ),
    Setting(
        _("Requests by mail"), _("Letters that become requests, and whose are answered at once."), "mailbox:setup", "mail",
        Act.ADMINISTER,
    ),
    Setting(
        _("Outgoing mail"), _("What was written to people, and whether it left."), "notices:outgoing", "mail",
        Act.ADMINISTER,
    ),
    Setting(
        _("Access for programs"), _("Tokens with which programs work in your name, what each may do and until when."),
        "api:tokens", "plug-connected",
    ),
    Setting(
        _("Programs that are told"), _("Addresses that are called when something happens, and whether it arrived."),
        "webhooks:all", "send", Act.ADMINISTER,
    ),
    Setting(
        _("How people sign in"), _("Of whom a second factor is asked, and by which accounts people come in."),
        "people:sign_in_rules", "shield-lock", Act.ADMINISTER,
    ),
    Setting(_("Roles"), _("What each role may do, and the roles that you put together."), "people:roles", "id-badge-2"),
    Setting(_("Sign-in and devices"), _("Your password, your second factor, and where you are signed in."), "people:sign_in", "key"),
    Setting(_("Audit"), _("Who did what, and when."), "web:audit", "history", Act.AUDIT),
    Setting(
        _("Hours and deputies"), _("When you are here, when you are away, and who stands in meanwhile."), "duty:own", "clock"
    ),
    Setting(_("My account"), _("Your roles, your language and this device."), "people:account", "user"),
)  # fmt: skip


def seven(acts: frozenset[Act], path: str) -> tuple[Entry, ...]:
    """Return the entries that the holder of the acts sees; the one to which the address belongs is open."""
    return tuple(entry for place in PLACES if (entry := _entry(place, acts, path)) is not None)


def new(acts: frozenset[Act], path: str) -> tuple[Entry, ...]:
    """Return what the holder of the acts can begin."""
    return tuple(entry for place in NEW if (entry := _entry(place, acts, path)) is not None)


def settings(acts: frozenset[Act], *, wanted: str = "") -> list[tuple[Setting, str]]:
    """Return the settings pages that the holder of the acts may open and whose words hold the wanted ones, with addresses."""
    words = wanted.casefold().split()
    return [
        (setting, href)
        for setting in SETTINGS
        if (setting.needs is None or setting.needs in acts)
        and (href := where(setting.view))
        and all(word in f"{setting.word} {setting.about}".casefold() for word in words)
    ]


def found(entries: Iterable[Entry], wanted: str) -> list[Entry]:
    """Return the entries, also of the second level, whose word begins like the wanted one: for jumping."""
    begins = wanted.casefold().strip()
    every = [one for entry in entries for one in (entry, *entry.below)]
    hits = {one.href: one for one in every if begins and one.word.casefold().startswith(begins)}
    return list(hits.values())


def where(view: str) -> str:
    """Return the address of the view; empty where there is no such page yet."""
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


def _entry(place: Place, acts: frozenset[Act], path: str) -> Entry | None:
    """Return the place as the reader sees it, None where they do not or there is no page."""
    if place.needs and not place.needs & acts:
        return None
    below = _below(place, acts, path)
    href = below[0].href if below else where(place.view)
    if not href:
        return None
    is_here = path == href and not below
    is_open = is_here or any(entry.is_open for entry in below) or _closeness(place, href, path) > 0
    return Entry(
        word=str(place.word), href=href, icon=place.icon, key=place.key, is_open=is_open, is_here=is_here, below=below
    )


def _below(place: Place, acts: frozenset[Act], path: str) -> tuple[Entry, ...]:
    """Return the second level; of several that the address lies in, only the nearest is open."""
    seen = [
        (second, href) for second in place.below
        if (not second.needs or second.needs & acts) and (href := where(second.view))
    ]  # fmt: skip
    nearest = max((_closeness(second, href, path) for second, href in seen), default=0)
    return tuple(
        Entry(
            word=str(second.word), href=href, is_here=path == href,
            is_open=nearest > 0 and _closeness(second, href, path) == nearest,
        )
        for second, href in seen
    )  # fmt: skip


def _closeness(place: Place, href: str, path: str) -> int:
    """Return how much of the address belongs to the place: the length of its beginning, 0 where it lies elsewhere."""
    return max(
        (len(begin) for begin in (href, *place.beside) if path == begin or (begin != "/" and path.startswith(begin))),
        default=0,
    )
