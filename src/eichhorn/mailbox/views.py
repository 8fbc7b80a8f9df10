"""Letters, for whoever triages; and whose are answered at once, for administrators."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from eichhorn.desk import queries as desk
from eichhorn.foundation import clock
from eichhorn.mailbox import looking, queries, services
from eichhorn.mailbox.forms import DoorForm
from eichhorn.mailbox.models import Letter
from eichhorn.mailbox.rules.cutting import clean
from eichhorn.mailbox.words import STANDINGS, TROUBLES, WHY, refused
from eichhorn.people import services as permissions
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.ui import say

SHOWN_BYTES = 20_000


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """Show whether letters come in, and change whose are answered at once."""
    now, door = clock.now(), queries.door()
    permissions.require(person_of(request), Act.ADMINISTER, now=now)
    initial = {"known_domains": "\n".join(door.known_domains), "server": door.server, "keeps_days": door.keeps_days}
    form = DoorForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.set_up(**form.cleaned_data, by=person_of(request), now=now)
        say.done(request, gettext("This holds for the next letter."))
        return _see("mailbox:setup")
    rows = [(one, str(STANDINGS[one.standing])) for one in queries.latest()]
    shown = {"form": form, "door": door, "trouble": TROUBLES.get(door.trouble, ""), "rows": rows}
    shown |= {
        "is_set": looking.is_set(),
        "is_folder": bool(settings.MAILDROP),
        "is_account": bool(settings.IMAP_URL),
        "sender": settings.MAIL_FROM,
    }
    return render(request, "mailbox/setup.html", shown, status=422 if form.errors else 200)


@signed_in
@require_POST
def try_it(request: HttpRequest) -> HttpResponse:
    """Look for letters now, and say how that went."""
    permissions.require(person_of(request), Act.ADMINISTER, now=clock.now())
    taken, door = looking.look(now=clock.now(), rests=False), queries.door()
    if not looking.is_set() or door.trouble:
        return _see("mailbox:setup")
    say.done(
        request,
        ngettext("It works: %(count)s letter came in.", "It works: %(count)s letters came in.", taken)
        % {"count": taken},
    )
    return _see("mailbox:setup")


@signed_in
@require_GET
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Show one letter, and what could not be done with it."""
    reader, now = person_of(request), clock.now()
    permissions.require(reader, Act.TRIAGE, now=now)
    one = get_object_or_404(queries.visible_to(reader, now=now), pk=letter_id)
    return render(request, "mailbox/letters.html", {"letters": [_shown(one)], "of": one.request, "only": one})


@signed_in
@require_GET
def of_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show the letters that belong to a request."""
    reader, now = person_of(request), clock.now()
    permissions.require(reader, Act.TRIAGE, now=now)
    of = get_object_or_404(desk.visible_to(reader, now=now), pk=request_id)
    return render(
        request, "mailbox/letters.html", {"letters": [_shown(one) for one in queries.of_request(of)], "of": of}
    )


@signed_in
@require_POST
def done(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Put a letter away that was looked at."""
    one = get_object_or_404(Letter.objects.defer("raw"), pk=letter_id)
    services.put_away(letter=one, by=person_of(request), now=clock.now())
    say.done(request, gettext("The letter is put away. It is kept with all others."))
    return _see("desk:triage")


def _shown(one: Letter) -> dict[str, object]:
    raw = bytes(one.raw[:SHOWN_BYTES]).decode("utf-8", "replace")
    return {
        "letter": one, "standing": str(STANDINGS[one.standing]), "why": WHY.get(one.why, ""), "refused": refused(one),
        "raw": clean(raw), "pictures": one.pictures.all(), "is_whole": one.size_bytes <= SHOWN_BYTES,
    }  # fmt: skip


def _see(name: str) -> HttpResponse:
    answer = redirect(name)
    answer.status_code = 303
    return answer
