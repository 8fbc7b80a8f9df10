"""The outbox of mails, for the administrator, and how often each person has mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from eichhorn.foundation import clock
from eichhorn.notices import gathering, queries, services
from eichhorn.notices.forms import RhythmForm
from eichhorn.people import services as people
from eichhorn.people.access import SeeOther, keep_private, person_of, signed_in
from eichhorn.people.rules import Act


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """Show and change how often the reader has what merely informs."""
    reader = person_of(request)
    form = RhythmForm(request.POST or None, initial={"rhythm": queries.rhythm_of(reader.email).value})
    if request.method == "POST" and form.is_valid():
        gathering.choose(email=reader.email, rhythm=form.chosen, of=("person", reader.pk), by=reader, now=clock.now())
        messages.success(request, _("This is how you have your mails from now on."))
        return SeeOther(reverse("notices:own"))
    return render(request, "notices/own.html", {"form": form, "own": reader}, status=422 if form.errors else 200)


@require_GET
@signed_in
def outgoing(request: HttpRequest) -> HttpResponse:
    """Show which mails have not left."""
    reader = person_of(request)
    people.require(reader, Act.ADMINISTER, now=clock.now())
    return render(
        request, "notices/outgoing.html", {"rows": queries.rows(reader=reader), "can_send": queries.can_send()}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def mail(request: HttpRequest, number: int) -> HttpResponse:
    """Show one mail; its text by a press, which is put on record."""
    reader, now = person_of(request), clock.now()
    people.require(reader, Act.ADMINISTER, now=now)
    notice = get_object_or_404(queries.unsent(), pk=number)
    row = queries.row(notice, reader=reader)
    text = services.show(notice=notice, by=reader, now=now) if request.method == "POST" and not row.is_hidden else ""
    shown = {"row": row, "text": text, "can_send": queries.can_send(), "may_see": queries.may_see(notice, now=now)}
    return keep_private(render(request, "notices/mail.html", shown, status=403 if _refused(request, row) else 200))


@require_POST
@signed_in
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Try once more to send a mail."""
    services.send_again(notice=get_object_or_404(queries.unsent(), pk=number), by=person_of(request), now=clock.now())
    messages.success(request, _("The mail is due again."))
    return SeeOther(reverse("notices:outgoing"))


def _refused(request: HttpRequest, row: queries.Row) -> bool:
    return request.method == "POST" and row.is_hidden
