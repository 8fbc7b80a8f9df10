"""Sichtung: the list, one request with its price, and the answer.

The difficult thing: the letter must fit the answer. When another answer is chosen the draft changes with it, but only
while nobody has written in it; and a draft for one answer is never sent with another.
"""

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.desk import mails, queries, services
from eichhorn.desk.forms import CalledForm, DecisionForm, HandOnForm
from eichhorn.desk.models import Request
from eichhorn.desk.queries import Triage
from eichhorn.desk.rules import TO_DECIDE, AnswerKind, Because, State
from eichhorn.desk.views.parts import by_htmx
from eichhorn.foundation import clock, typed
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.planning import queries as planning
from eichhorn.planning import services as plan
from eichhorn.ui import moments, say, typed_dates


@signed_in
@require_safe
def oldest(request: HttpRequest) -> HttpResponse:
    """Show the request that has waited longest; with `?list` only the list, which a phone shows first."""
    permissions.require(person_of(request), Act.TRIAGE, now=clock.now())
    first = None if "list" in request.GET else queries.to_decide().first()
    if first is None:
        return render(request, "desk/triage.html", {"waiting": _waiting(), "sheet": None, **_promise()})
    return page(request, sheet_of(request, first))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show one request with its price, and send the answer."""
    permissions.require(person_of(request), Act.TRIAGE, now=clock.now())
    get_object_or_404(Request, pk=request_id)
    standing = queries.whole_request(request_id)
    if State(standing.state) not in TO_DECIDE:
        return see_other("desk:request", standing.pk)
    sheet = sheet_of(request, standing)
    if request.method != "POST":
        return page(request, sheet)
    form = DecisionForm(request.POST, zone=sheet.version.zone, gaps=sheet.gaps)
    if not form.is_valid() or not _fits(form, sheet) or not _sent(request, form, standing):
        return page(request, sheet_of(request, standing), form)
    return see_other("desk:triage")


@signed_in
@require_POST
def letter(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show the letter that fits the chosen answer. Changes nothing."""
    permissions.require(person_of(request), Act.TRIAGE, now=clock.now())
    get_object_or_404(Request, pk=request_id)
    sheet = sheet_of(request, queries.whole_request(request_id))
    return page(request, sheet, part="#answer" if by_htmx(request) else "")


@dataclass(frozen=True, slots=True)
class Shown:
    """What of the answer stands on the page, sent already or not."""

    answer: str
    """One of the answers, or the name of an offer."""
    text: str
    later_at: str
    overrun_because: str
    because: str
    needs_reason: bool


def page(
    request: HttpRequest, sheet: Triage, form: DecisionForm | None = None, *, part: str = "",
    hand_on_form: HandOnForm | None = None, called_form: CalledForm | None = None,
) -> HttpResponse:  # fmt: skip
    """Return the page, with what was wrong in one of its forms."""
    house, person, now = people.organisation(), person_of(request), clock.now()
    earlier = queries.earlier(sheet.request, sheet.version, person=person, now=now)
    handed = {"handed": sheet.handed_on}
    context = {
        "hand_on_form": hand_on_form or HandOnForm(initial=handed, besides=sheet.request.team), "called_form": called_form or CalledForm(),
        "earlier": [(one, queries.sign_of(one.request)) for one in earlier],
        "promised": queries.promised(sheet.wish, besides=sheet.request, person=person, now=now) if sheet.wish else (),
        "waiting": _waiting(), "sheet": sheet, "form": form or DecisionForm(zone=sheet.version.zone, gaps=sheet.gaps), "house": house,
        "shown": _shown(request, sheet), "place_in_line": _place_in_line(sheet.request), "kinds": planning.kinds(), "choosable": queries.choosable_channels(),
        "appeal_to": queries.terms().appeal_to, "greeted_as": mails.greeted_as(sheet.request), **_promise(),
    }  # fmt: skip
    is_wrong = any(one is not None and one.errors for one in (form, hand_on_form, called_form))
    status = 422 if is_wrong else 200
    return render(request, f"desk/triage.html{part}", context, status=status)


def sheet_of(request: HttpRequest, standing: Request) -> Triage:
    """Return the request with its price, on the channels and for the kind of work that the page asks for."""
    asked = request.POST if request.method == "POST" else request.GET
    channels = [pk for one in asked.getlist("channels") if (pk := typed.row_number(one)) is not None]
    whole = queries.whole_request(standing.pk)
    return queries.triage(
        whole, now=clock.now(), channel_ids=channels or None, kind_id=typed.row_number(asked.get("kind", "")),
        with_ways="ways" in asked,
    )  # fmt: skip


def _shown(request: HttpRequest, sheet: Triage) -> Shown:
    asked = request.POST if request.method == "POST" else request.GET
    answer = _chosen(asked.get("answer", ""), sheet)
    offer = sheet.offer(answer)
    price = offer.price if offer is not None else sheet.price if answer == AnswerKind.ACCEPT else None
    usual = typed_dates.written(sheet.later) if sheet.later is not None else ""
    return Shown(
        answer=answer, text=_fitting(asked.get("text", ""), answer, sheet), later_at=asked.get("later_at") or usual,
        overrun_because=asked.get("overrun_because", ""), needs_reason=price is not None and price.needs_reason,
        because=asked.get("because") or sheet.because.value,
    )  # fmt: skip


def _chosen(asked: str, sheet: Triage) -> str:
    """Return the answer that was asked for, for an offer the one that its day has by now, else the one that is recommended."""
    if asked in sheet.letters:
        return asked
    way = queries.way_on(asked)
    same_day = (one.value for one in sheet.offers if way is not None and one.price.at.date() == way[0])
    return next(same_day, sheet.recommended.value)


def _fitting(text: str, answer: str, sheet: Triage) -> str:
    """Return the text if somebody wrote in it, else the draft for the answer."""
    return text if text.strip() and _drafted_for(text, sheet) is None else sheet.letters[answer]


def _drafted_for(text: str, sheet: Triage) -> str | None:
    """Return the answer that the text is an untouched draft for, None where somebody wrote it."""
    plain = " ".join(text.split())
    return next((kind for kind, draft in sheet.letters.items() if " ".join(draft.split()) == plain), None)


def _fits(form: DecisionForm, sheet: Triage) -> bool:
    """Return whether the letter is no untouched draft for another answer; say so at the field where it is."""
    drafted = _drafted_for(form.cleaned_data["text"], sheet)
    if drafted is None or drafted == form.cleaned_data["chosen"]:
        return True
    form.add_error(
        "text", gettext("The letter belonged to another answer. Here is the one that fits; please read it once.")
    )
    return False


def _sent(request: HttpRequest, form: DecisionForm, standing: Request) -> bool:
    """Send the answer; where the plan does not allow it say why at its field and return False."""
    given = form.cleaned_data
    on, fingerprint = given["way"] or (None, given["fingerprint"])
    place = services.Place(
        channels=list(given["channels"]), kind=given["kind"], fingerprint=fingerprint, on=on,
        later_local=given["later_at"], overrun_because=given["overrun_because"], goal=given["goal"],
    )  # fmt: skip
    try:
        with transaction.atomic():
            decided = services.decide(
                request=standing, answer=AnswerKind(given["answer"]), text=given["text"], place=place, asks=given["asks"],
                because=Because(given["because"]) if given["because"] else None,
                by=person_of(request), now=clock.now(),
            )  # fmt: skip
    except plan.PriceChanged:
        form.add_error(
            None, gettext("The plan has changed meanwhile. Here is the new price, and your letter still stands.")
        )
    except plan.ReasonMissing:
        form.add_error("overrun_because", gettext("Please say why it is right all the same; it stays in the plan."))
    except plan.PlaceTaken as taken:
        form.add_error("later_at", _taken(taken))
    except plan.TimePassed:
        form.add_error("later_at", gettext("This date has passed. Please choose one that is still to come."))
    except services.Undecidable as refused:
        form.add_error(None, undecidable(refused))
    else:
        undo = reverse("desk:undo", args=[decided.pk]) if decided.state == State.ACCEPTED else ""
        say.done(request, gettext("Your answer to “%(title)s” is on its way.") % {"title": standing.title}, undo=undo)
        return True
    return False


def _taken(taken: plan.PlaceTaken) -> str:
    if taken.next_free is None:
        return gettext("This day is full by now.")
    return gettext("This day is full by now. The next free place is %(when)s.") % {
        "when": moments.day_time(taken.next_free)
    }


def undecidable(refused: services.Undecidable) -> str:
    """Return the sentence that says why it was not done."""
    sentences = {
        "decided": gettext("Somebody was quicker: this request has its answer already."),
        "no_channel": gettext("Please choose where it should appear."),
        "embargoed": gettext("This is before the embargo ends. Please reserve a date after it."),
        "no_date": gettext("Please name the date that is reserved."),
        "not_declined": gettext("It was not declined. Please look at where it stands."),
        "same_team": gettext("This team looks at it already."),
        "no_reason": gettext("An answer without a reason cannot be sent. Two sentences are enough."),
    }
    return sentences[refused.because]


def _place_in_line(standing: Request) -> str:
    """Return "1 von 3", or the title of one that waits for its requester; the heading on a phone."""
    waiting = [request.pk for request in queries.to_decide()]
    if standing.pk not in waiting:
        return standing.title
    return gettext("%(number)s of %(whole)s") % {"number": waiting.index(standing.pk) + 1, "whole": len(waiting)}


def _waiting() -> list[Request]:
    return list(queries.to_decide())


def _promise() -> dict[str, object]:
    now = clock.now()
    return {"answer_hours": queries.terms().answer_hours, "today": people.today(now), "now": now}


def see_other(name: str, *args: object) -> HttpResponse:
    """Return the way to another page after something was done."""
    answer = redirect(name, *args)
    answer.status_code = 303
    return answer
