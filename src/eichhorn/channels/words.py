"""What a failed connection says to the person who tried it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from eichhorn.channels.rules import ConnectingFailed, Problem

SENTENCES = {
    Problem.UNKNOWN: gettext_noop(
        "This connection was not begun here, or it was finished already. Please begin once more."
    ),
    Problem.EXPIRED: gettext_noop(
        "The consent took longer than ten minutes, so it no longer counts. Please begin once more."
    ),
    Problem.OTHER_PERSON: gettext_noop("Somebody else began this connection. Please begin it once more yourself."),
    Problem.DENIED: gettext_noop("The server says that the consent was not given. Nothing was changed."),
    Problem.UNREACHABLE: gettext_noop(
        "The server is not answering right now. Nothing was changed; please try again in a few minutes."
    ),
    Problem.REFUSED: gettext_noop("The server refused: %(told)s"),
    Problem.OTHER_ACCOUNT: gettext_noop(
        "The consent came from %(account)s, but this channel has the history of another account. Sign in on the server "
        "with the channel's own account, or add a channel of its own for %(account)s."
    ),
    Problem.TAKEN: gettext_noop("Another channel speaks for %(account)s already."),
    Problem.NOT_REGISTERED: gettext_noop(
        "This network wants your organisation to register the program first. Enter what it gave you, then connect."
    ),
    Problem.NOT_CONNECTABLE: gettext_noop("A person posts by hand on this channel, so there is nothing to connect."),
}


ASKED = {
    "handle": (
        gettext_noop("Handle"),
        gettext_noop("As the network writes it, for example stadtwerke.bsky.social."),
    ),
    "app_password": (
        gettext_noop("App password"),
        gettext_noop("Made for Eichhorn in the account's own settings. It can be taken back there at any time."),
    ),
    "user": (gettext_noop("User name"), gettext_noop("As one types it when signing in there.")),
    "password": (gettext_noop("Password"), gettext_noop("It opens one session, and is not kept.")),
    "bot_token": (
        gettext_noop("Token of the bot"),
        gettext_noop("BotFather gives it. The bot has to be an administrator of the channel."),
    ),
    "chat": (
        gettext_noop("Channel"),
        gettext_noop("Its public name, for example @stadtwerke_erlengrund, or its number."),
    ),
    "matrix_user": (
        gettext_noop("User name"),
        gettext_noop("For example @stadtwerke:erlengrund.example. Leave it empty if you have an access token."),
    ),
    "password_or_token": (
        gettext_noop("Password or access token"),
        gettext_noop("A password opens one session, and is not kept. A token is kept sealed."),
    ),
    "room": (gettext_noop("Room"), gettext_noop("Its address, for example #stadtwerke:erlengrund.example.")),
}
"""What networks want typed: the label, and what helps."""

LINES = {
    "mastodon": gettext_noop(
        "Posts leave and answers arrive by themselves. You give your consent on the server; we never see a password."
    ),
    "bluesky": gettext_noop(
        "Posts leave and answers arrive by themselves. By consent on its server, or by an app password."
    ),
    "x": gettext_noop(
        "Posts leave and answers arrive by themselves. X wants your organisation to register the program there first."
    ),
    "linkedin": gettext_noop(
        "For the page of an organisation. LinkedIn wants your organisation to register the program there first."
    ),
    "telegram": gettext_noop("For a public channel, by a bot that you make there in two minutes."),
    "wordpress": gettext_noop("News on your own website, by an application password."),
    "matrix": gettext_noop("For a room on your own server, or on any other."),
}
"""What somebody should know who chooses a network."""


def asked(name: str) -> tuple[str, str]:
    """Return label and hint of something that a network wants typed; a plug-in's own word stands as it is."""
    label, hint = ASKED.get(name, (name.replace("_", " ").capitalize(), ""))
    return _(label), _(hint) if hint else ""


def line(slug: str) -> str:
    """Return what somebody should know who chooses the network."""
    return _(LINES[slug]) if slug in LINES else _("A network that was added to this installation.")


def why_not(failed: ConnectingFailed) -> str:
    """Return what happened and what helps, in two sentences at most."""
    told = failed.told or _("without a reason")
    return _(SENTENCES[failed.why]) % {"told": told, "account": failed.account}
