"""Snippets, the mention book, and what links carry. Posts take over what stands here; they never change with it."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.operations import choices
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import snippets as shown
from eichhorn.api.schemas.fields import Numbered
from eichhorn.people import services as permissions
from eichhorn.people.rules import Act
from eichhorn.snippets import queries, services
from eichhorn.snippets.models import Mentioned, Snippet
from eichhorn.snippets.rules import Kind, Scheme, is_domain

router = Router(tags=["snippets"])
SnippetId = Annotated[Numbered, Path(description="The number of the snippet.", example=2)]
MentionedId = Annotated[Numbered, Path(description="The number of somebody of the mention book.", example=6)]


class SnippetPage(Page[shown.SnippetShown]):
    """A page of snippets."""


class MentionedPage(Page[shown.MentionedShown]):
    """A page of the mention book."""


@router.get("/snippets", **operation("list_snippets", Scope.READ, SnippetPage))
def list_snippets(
    request: HttpRequest,
    paging: Paged,
    kind: Annotated[shown.SnippetKind | None, Query(description="Only of this kind.")] = None,
) -> HttpResponse:
    """List hashtag sets, signatures of channels, and templates."""
    found = Snippet.objects.all() if kind is None else queries.of_kind(kind)
    return page(found, paging, shown.snippet, SnippetPage)


@router.post("/snippets", **operation("keep_snippet", Scope.DRAFT, shown.SnippetShown, status=201))
def keep_snippet(request: HttpRequest, given: shown.NewSnippet) -> HttpResponse:
    """Keep a snippet."""
    made = _kept(caller_of(request), given, given.kind, None)
    return answers.said(shown.snippet(made), status=201, at=f"/snippets/{made.pk}")


@router.get("/snippets/{snippet_id}", **operation("read_snippet", Scope.READ, shown.SnippetShown))
def read_snippet(request: HttpRequest, snippet_id: SnippetId) -> HttpResponse:
    """Read one snippet."""
    return answers.said(shown.snippet(Snippet.objects.get(pk=snippet_id)))


@router.put("/snippets/{snippet_id}", **operation("change_snippet", Scope.DRAFT, shown.SnippetShown))
def change_snippet(request: HttpRequest, snippet_id: SnippetId, given: shown.SnippetText) -> HttpResponse:
    """Write a snippet anew, as a whole; its kind stays."""
    standing = Snippet.objects.get(pk=snippet_id)
    return answers.said(shown.snippet(_kept(caller_of(request), given, Kind(standing.kind), standing)))


@router.post("/snippets/{snippet_id}/drop", **operation("drop_snippet", Scope.DRAFT, shown.SnippetShown))
def drop_snippet(request: HttpRequest, snippet_id: SnippetId) -> HttpResponse:
    """Let a snippet go; posts that took it over stay as they are."""
    caller, standing = caller_of(request), Snippet.objects.get(pk=snippet_id)
    before = shown.snippet(standing)
    services.drop(snippet=standing, by=caller.person, now=caller.now)
    return answers.said(before)


@router.get("/mentioned", **operation("list_mentioned", Scope.READ, MentionedPage))
def list_mentioned(request: HttpRequest, paging: Paged) -> HttpResponse:
    """List the mention book: whom posts name, and what they are called on each network."""
    return page(queries.people(), paging, shown.mentioned, MentionedPage)


@router.post("/mentioned", **operation("know_mentioned", Scope.DRAFT, shown.MentionedShown, status=201))
def know_mentioned(request: HttpRequest, given: shown.NewMentioned) -> HttpResponse:
    """Write somebody into the mention book; a text names them as @{name}."""
    made = _known(caller_of(request), given, None)
    return answers.said(made, status=201, at=f"/mentioned/{made.id}")


@router.get("/mentioned/{mentioned_id}", **operation("read_mentioned", Scope.READ, shown.MentionedShown))
def read_mentioned(request: HttpRequest, mentioned_id: MentionedId) -> HttpResponse:
    """Read what somebody is called."""
    return answers.said(shown.mentioned(queries.people().get(pk=mentioned_id)))


@router.put("/mentioned/{mentioned_id}", **operation("change_mentioned", Scope.DRAFT, shown.MentionedShown))
def change_mentioned(request: HttpRequest, mentioned_id: MentionedId, given: shown.NewMentioned) -> HttpResponse:
    """Write anew what somebody is called, as a whole."""
    return answers.said(_known(caller_of(request), given, queries.people().get(pk=mentioned_id)))


@router.post("/mentioned/{mentioned_id}/forget", **operation("forget_mentioned", Scope.DRAFT, shown.MentionedShown))
def forget_mentioned(request: HttpRequest, mentioned_id: MentionedId) -> HttpResponse:
    """Take somebody out of the mention book; posts that name them stay as they are."""
    caller, standing = caller_of(request), queries.people().get(pk=mentioned_id)
    before = shown.mentioned(standing)
    services.forget(mentioned=standing, by=caller.person, now=caller.now)
    return answers.said(before)


@router.get("/link-scheme", **operation("read_link_scheme", Scope.READ, shown.LinkSchemeShown))
def read_link_scheme(request: HttpRequest) -> HttpResponse:
    """Read what links of one's own pages carry where somebody marks them."""
    return answers.said(shown.scheme(queries.scheme()))


@router.put("/link-scheme", **operation("mark_links", Scope.STEER, shown.LinkSchemeShown))
def mark_links(request: HttpRequest, given: shown.LinkSchemeSent) -> HttpResponse:
    """Say anew what links of one's own pages carry."""
    caller, domains = caller_of(request), tuple(dict.fromkeys(one.lower() for one in given.domains))
    for place, domain in enumerate(given.domains):
        if not is_domain(domain.lower()):
            raise invalid.at(f"domains/{place}", _("This is no domain. Write it like erlengrund.example."))
    scheme = Scheme(domains, *(" ".join(text.split()) for text in (given.source, given.medium, given.campaign)))
    services.mark_links(scheme=scheme, by=caller.person, now=caller.now)
    return answers.said(shown.scheme(queries.scheme()))


def _kept(caller: Caller, given: shown.SnippetText, kind: Kind, standing: Snippet | None) -> Snippet:
    permissions.require(caller.person, Act.WRITE, now=caller.now)
    if (kind is Kind.SIGNATURE) != (given.channel is not None):
        raise invalid.at("channel", _("A signature is that of a channel, and nothing else is."))
    name = " ".join(given.name.split())
    if not name and kind is not Kind.SIGNATURE:
        raise invalid.at("name", invalid.sentence("missing", {}))
    channel = None
    if given.channel is not None and standing is not None and given.channel == standing.channel_id:
        channel = queries.of_kind(kind).get(pk=standing.pk).channel
    elif given.channel is not None:
        (channel,) = choices.channels([given.channel])
    return services.keep(
        kind=kind, name=name, text=given.text, channel=channel, snippet=standing, by=caller.person, now=caller.now
    )


def _known(caller: Caller, given: shown.NewMentioned, standing: Mentioned | None) -> shown.MentionedShown:
    permissions.require(caller.person, Act.WRITE, now=caller.now)
    if {"{", "}"} & set(given.name):
        raise invalid.at("name", _("Please write the name without braces."))
    before = {one.network for one in standing.handles.all()} if standing is not None else set()
    there = {*queries.networks(), *before}
    for place, one in enumerate(given.handles):
        if one.network not in there:
            raise invalid.at(
                f"handles/{place}/network", invalid.sentence("enum", {"expected": ", ".join(sorted(there))})
            )
    handles = {one.network: one.handle for one in given.handles}
    made = services.know(name=given.name, handles=handles, mentioned=standing, by=caller.person, now=caller.now)
    return shown.mentioned(queries.people().get(pk=made.pk))
