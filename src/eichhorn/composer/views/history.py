"""How a text became what it is."""

from collections.abc import Mapping
from itertools import pairwise

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from eichhorn.channels.models import Channel
from eichhorn.composer.views.parts import draft_of, to
from eichhorn.content import queries, services
from eichhorn.content.comparing import Change, changes
from eichhorn.content.models import Version
from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.ui import say


@require_safe
@signed_in
def history(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show the versions, newest first, each with what it changed; what was saved on the way folded beneath."""
    found, now = draft_of(request, draft_id), clock.now()
    runs = queries.history(found)
    versions = [version for run in runs for version in (run.version, *run.between)]
    channels = Channel.objects.in_bulk({n for version in versions for n in version.channel_ids})
    before = dict(pairwise(versions))
    steps = [
        (
            run.version,
            _since(before.get((run.version, *run.between)[-1]), run.version, channels),
            [(version, _since(before.get(version), version, channels)) for version in run.between],
        )
        for run in runs
    ]
    may_write = people.may(person_of(request), Act.WRITE, now=now) and found.slot.stage not in services.FINAL
    return render(request, "composer/history.html", {"draft": found, "steps": steps, "may_write": may_write})


def _since(before: Version | None, version: Version, channels: Mapping[int, Channel]) -> tuple[Change, ...]:
    return changes(before, version, channels) if before is not None else ()


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
