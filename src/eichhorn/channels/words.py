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


def why_not(failed: ConnectingFailed) -> str:
    """Return what happened and what helps, in two sentences at most."""
    told = failed.told or _("without a reason")
    return _(SENTENCES[failed.why]) % {"told": told, "account": failed.account}
