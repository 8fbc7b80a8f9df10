"""How a text became what it is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from eichhorn.channels.models import Channel
from eichhorn.composer.views.parts import draft_of, to
from eichhorn.content import queries, services
from eichhorn.content.comparing import changes
from eichhorn.content.models import Version
from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.ui import say


@require_safe
@signed_in
def history(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show the versions, newest first, each with what it changed."""
    found, now = draft_of(request, draft_id), clock.now()
    versions = queries.history(found)
    channels = Channel.objects.in_bulk({n for version in versions for n in version.channel_ids})
    steps = [
        (version, changes(before, version, channels) if before is not None else ())
        for version, before in zip(versions, [*versions[1:], None], strict=True)
    ]
    may_write = people.may(person_of(request), Act.WRITE, now=now) and found.slot.stage not in services.FINAL
    return render(request, "composer/history.html", {"draft": found, "steps": steps, "may_write": may_write})


@require_POST
@signed_in
def restore(request: HttpRequest, draft_id: int, number: int) -> HttpResponse:
    """Make an earlier version the latest again; nothing in between is lost."""
    found = draft_of(request, draft_id)
    try:
        services.restore(draft=found, number=number, by=person_of(request), now=clock.now())
    except Version.DoesNotExist as error:
        raise Http404 from error
    except services.Finished:
        say.problem(request, _("This post is out or was put back. Its text is history and stays as it was."))
        return to(found)
    say.done(
        request, _("Version %(number)s is the text again. The later ones stay in the history.") % {"number": number}
    )
    return to(found)
