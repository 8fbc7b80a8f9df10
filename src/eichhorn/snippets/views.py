"""Pages on which one keeps what is written again and again; one list and one form for each kind."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.snippets import queries, services
from eichhorn.snippets.forms import MentionedForm, SchemeForm, SnippetForm
from eichhorn.snippets.models import Mentioned, Snippet
from eichhorn.snippets.rules import Kind
from eichhorn.ui import say

WORDS: dict[Kind, tuple[str | Promise, str | Promise, str]] = {
    Kind.HASHTAGS: (gettext_lazy("Hashtag sets"), gettext_lazy("Hashtags that belong together, in capitals that can be read aloud."), "hash"),
    Kind.SIGNATURE: (gettext_lazy("Signatures"), gettext_lazy("How a post ends, for each channel."), "writing"),
    Kind.TEMPLATE: (gettext_lazy("Templates"), gettext_lazy("Texts with places to fill in."), "template"),
}  # fmt: skip


@require_safe
@signed_in
def hashtags(request: HttpRequest) -> HttpResponse:
    """Show the first kind."""
    return _snippets(request, Kind.HASHTAGS, None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def snippets(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the snippets of a kind, and keep another."""
    return _snippets(request, _kind(kind), None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def snippet(request: HttpRequest, kind: str, snippet_id: int) -> HttpResponse:
    """Change a snippet."""
    return _snippets(request, _kind(kind), get_object_or_404(Snippet, pk=snippet_id, kind=kind))


@require_POST
@signed_in
def drop(request: HttpRequest, kind: str, snippet_id: int) -> HttpResponse:
    """Let a snippet go."""
    services.drop(snippet=get_object_or_404(Snippet, pk=snippet_id, kind=kind), by=person_of(request), now=clock.now())
    say.done(request, _("It is gone. Posts that took it over stay as they are."))
    return SeeOther(reverse("snippets:of_kind", args=[kind]))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def mentions(request: HttpRequest) -> HttpResponse:
    """Show the mention book, and write somebody into it."""
    return _mentions(request, None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def mentioned(request: HttpRequest, mentioned_id: int) -> HttpResponse:
    """Change what somebody is called."""
    return _mentions(request, get_object_or_404(Mentioned, pk=mentioned_id))


@require_POST
@signed_in
def forget(request: HttpRequest, mentioned_id: int) -> HttpResponse:
    """Take somebody out of the mention book."""
    services.forget(mentioned=get_object_or_404(Mentioned, pk=mentioned_id), by=person_of(request), now=clock.now())
    say.done(request, _("It is gone. Posts that took it over stay as they are."))
    return SeeOther(reverse("snippets:mentions"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    """Show what links of one's own pages carry, and change it."""
    now, person = clock.now(), person_of(request)
    form = SchemeForm(request.POST or None, scheme=queries.scheme())
    if request.method == "POST" and form.is_valid():
        services.mark_links(scheme=form.scheme(), by=person, now=now)
        say.done(request, _("The scheme for links stands."))
        return SeeOther(reverse("snippets:links"))
    may_steer = people.may(person, Act.STEER, now=now)
    return render(
        request, "snippets/links.html", {"form": form, "may_steer": may_steer}, status=422 if form.errors else 200
    )


def _kind(named: str) -> Kind:
    if named not in set(Kind):
        raise Http404
    return Kind(named)


def _snippets(request: HttpRequest, kind: Kind, standing: Snippet | None) -> HttpResponse:
    now, person = clock.now(), person_of(request)
    if request.method == "POST":
        permissions.require(person, Act.WRITE, now=now)
    form = SnippetForm(request.POST or None, kind=kind, snippet=standing)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.keep(
                kind=kind, name=given.get("name", ""), channel=given.get("channel"), text=given["text"], snippet=standing,
                by=person, now=now,
            )  # fmt: skip
        except services.NameTaken:
            taken = (
                _("This channel has a signature already.")
                if kind is Kind.SIGNATURE
                else _("This name is taken already.")
            )
            form.add_error("channel" if kind is Kind.SIGNATURE else "name", taken)
        else:
            say.done(request, _("It is kept, and can be inserted into posts."))
            return SeeOther(reverse("snippets:of_kind", args=[kind.value]))
    word, about, sign = WORDS[kind]
    context = {
        "kind": kind, "kinds": [(one.value, WORDS[one][0]) for one in Kind], "word": word, "about": about, "sign": sign,
        "snippets": queries.of_kind(kind), "standing": standing, "form": form,
        "may_write": people.may(person, Act.WRITE, now=now),
    }  # fmt: skip
    return render(request, "snippets/snippets.html", context, status=422 if form.errors else 200)


def _mentions(request: HttpRequest, standing: Mentioned | None) -> HttpResponse:
    now, person = clock.now(), person_of(request)
    form = MentionedForm(request.POST or None, networks=queries.networks(), mentioned=standing)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.know(name=given["name"], handles=form.handles(), mentioned=standing, by=person, now=now)
        except services.NameTaken:
            form.add_error("name", _("This name is taken already."))
        else:
            say.done(request, _("It is kept, and can be inserted into posts."))
            return SeeOther(reverse("snippets:mentions"))
    context = {
        "kinds": [(one.value, WORDS[one][0]) for one in Kind], "people": queries.people(), "standing": standing, "form": form,
        "may_write": people.may(person, Act.WRITE, now=now),
    }  # fmt: skip
    return render(request, "snippets/mentions.html", context, status=422 if form.errors else 200)
