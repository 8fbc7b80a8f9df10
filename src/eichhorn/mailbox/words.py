"""What became of letters and files, in sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from eichhorn.mailbox.models import Letter
from eichhorn.mailbox.rules import Standing, Trouble, Why
from eichhorn.media.rules import PictureProblem
from eichhorn.media.words import refusal

STANDINGS: dict[str, Promise] = {
    Standing.OPENED: pgettext_lazy("letter", "became a request"),
    Standing.ADDED: pgettext_lazy("letter", "added to a request"),
    Standing.ASIDE: pgettext_lazy("letter", "set aside for the team"),
    Standing.DONE: pgettext_lazy("letter", "looked at"),
    Standing.AUTOMATIC: pgettext_lazy("letter", "written by a machine"),
}
WHY: dict[str, Promise] = {
    Why.TOO_LARGE: gettext_lazy("It is larger than 45 MB. It lies whole where it came in, under the name below."),
    Why.HEADERS: gettext_lazy("It has far more headers than a letter has, so it was not read."),
    Why.PARTS: gettext_lazy("It has more than 100 parts, so it was not read."),
    Why.NESTED: gettext_lazy("It is letters in letters in letters, so it was not read."),
    Why.BROKEN: gettext_lazy("It does not keep to the form of a mail and could not be read."),
    Why.NO_SENDER: gettext_lazy("It does not say who wrote it, or names more than one."),
    Why.TOO_MANY: gettext_lazy("More letters came from this address or in all than people write in a day."),
    Why.TOO_LONG: gettext_lazy(
        "It answers a letter of ours. With its words the request would be too long, so none was added."
    ),
    Why.OTHER_SENDER: gettext_lazy(
        "It answers a letter of ours, but comes from another address than the one we wrote to."
    ),
    Why.CLOSED: gettext_lazy("It answers a letter about a request that is done or declined."),
    Why.BOUNCE: gettext_lazy("A letter of ours did not arrive: a mail server sent this back."),
    Why.FAULT: gettext_lazy("Something broke here while it was taken in. It is kept whole."),
}
TROUBLES: dict[str, Promise] = {
    Trouble.MISSING: gettext_lazy("There is no such folder, or it is no Maildir with “new” and “cur” in it."),
    Trouble.CLOSED: gettext_lazy("The worker may not read or move what lies in the folder."),
    Trouble.SERVER: gettext_lazy(
        "No mail server answers at this address. Please check host and port in EICHHORN_IMAP_URL."
    ),
    Trouble.UNTRUSTED: gettext_lazy(
        "The certificate of the mail server is not believed here: it is expired, of another name, or self-made."
    ),
    Trouble.PASSWORD: gettext_lazy(
        "The mail server does not let us in. Please check user and password in EICHHORN_IMAP_URL."
    ),
    Trouble.NO_FOLDER: gettext_lazy("The mail server has no such folder. Please check the end of EICHHORN_IMAP_URL."),
    Trouble.SILENT: gettext_lazy("The mail server did not answer within 20 seconds. We try again every minute."),
    Trouble.BROKE_OFF: gettext_lazy(
        "The connection to the mail server broke off. Nothing is lost, we try again every minute."
    ),
}


def refused(letter: Letter) -> list[str]:
    """Return why each file was not taken over, as sentences."""
    return [
        gettext("“%(file)s”: %(why)s")
        % {"file": one["file"] or gettext("a file without a name"), "why": _why(one["why"])}
        for one in letter.refused
    ]


def _why(why: str) -> str:
    match why:
        case "kind":
            return gettext("Only pictures are taken over from a letter.")
        case "many":
            return gettext("At most 10 pictures are taken over from a letter.")
        case "sender":
            return gettext("Nothing is taken over while the sender is not confirmed.")
        case _:
            return refusal(PictureProblem(why))
