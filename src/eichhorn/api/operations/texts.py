"""What helps while one writes: count and preview, parts of a thread, the card of a link, marks, templates.

The difficult thing: nothing of it is saved, and all of it has to say what the page says. So every answer comes from what
the page asks.
"""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Router

from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import caller_of
from eichhorn.api.operations import choices, contents
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import texts as shown
from eichhorn.api.schemas.fields import Numbered
from eichhorn.composer import carding, composing
from eichhorn.composer.inserting import belongs
from eichhorn.composer.previewing import Typed, beside_film, preview
from eichhorn.composer.seeing import with_names
from eichhorn.content.filming import Footage
from eichhorn.content.rules import Statement, tidy
from eichhorn.people import services as permissions
from eichhorn.people.rules import Act
from eichhorn.snippets import queries as snippets
from eichhorn.snippets.models import Snippet
from eichhorn.snippets.rules import Kind, filled, marked, places
from eichhorn.video import queries as videos

router = Router(tags=["texts"])
SnippetId = Annotated[Numbered, Path(description="The number of the template.", example=2)]


@router.post("/texts/preview", **operation("preview_text", Scope.READ, shown.TextPreviewShown))
def preview_text(request: HttpRequest, given: shown.TextSent) -> HttpResponse:
    """Count a post on each channel and see what would not fit there, as the page says it. Nothing is saved."""
    chosen = choices.channels(given.channels)
    own = contents.variants({channel.pk for channel in chosen}, given)
    words, pictures = contents.words(given), contents.attachments(given)
    stands = Typed(
        text=tidy(given.text), own={channel: tidy(text) for channel, text in own.items()}, language=given.language,
        content_warning=given.content_warning, consideration=given.consideration,
        first_comment=tidy(given.first_comment), stated=words["stated"], beside=words["beside"].tidied(),
    )  # fmt: skip
    stands, film = with_names(stands, chosen), videos.by_digest(given.film.media) if given.film is not None else None
    footage = Footage(film.size_bytes, film.duration_ms) if film is not None else None
    found = [preview(channel, stands, pictures, footage) for channel in chosen]
    return answers.said(shown.previews(found, beside_film(found, footage)))


@router.post("/texts/split", **operation("split_text", Scope.READ, shown.PartsShown))
def split_text(request: HttpRequest, given: shown.TextToSplit) -> HttpResponse:
    """Cut a long text into the parts of a thread that fit on all the channels that know threads.

    A text that was cut before is cut anew: its parts are put together first, and their numbers go. Nothing is saved.
    """
    chosen = choices.channels(given.channels)
    stands = Typed(
        text=tidy(given.text), own={}, language=given.language, content_warning=given.content_warning, consideration=False,
        stated=Statement(**given.stated.model_dump()),
    )  # fmt: skip
    found = composing.in_parts(
        stands.text, chosen, with_names(stands, chosen), pictures=given.pictures, numbered=given.numbered
    )
    return answers.said(shown.parts(found))


@router.post("/texts/card", **operation("fetch_card", Scope.DRAFT, shown.FetchedCardShown))
def fetch_card(request: HttpRequest, given: shown.CardWanted) -> HttpResponse:
    """Read what a page says of itself, for the card of a link; its picture is stored. Only pages on the public internet.

    Thirty pages an hour for one person.
    """
    caller = caller_of(request)
    permissions.require(caller.person, Act.WRITE, now=caller.now)
    found = carding.fetched(given.url.strip(), by=caller.person, now=caller.now)
    return answers.said(shown.card(found))


@router.post("/texts/mark-links", **operation("mark_links_of_text", Scope.READ, shown.TextDone))
def mark_links_of_text(request: HttpRequest, given: shown.TextToMark) -> HttpResponse:
    """Let the links to own pages carry the marks of the link scheme. Marking twice is marking once. Nothing is saved."""
    values = belongs(choices.draft(given.draft, caller_of(request))) if given.draft is not None else None
    return answers.said(shown.TextDone(text=marked(tidy(given.text), snippets.scheme(), values)))


@router.post("/snippets/{snippet_id}/fill", **operation("fill_template", Scope.READ, shown.FilledShown))
def fill_template(request: HttpRequest, snippet_id: SnippetId, given: shown.TemplateFilled) -> HttpResponse:
    """Fill a template in; a place without a value stays as it is, and is named. Other snippets are answered as they are."""
    found = Snippet.objects.get(pk=snippet_id)
    known = places(found.text) if found.kind == Kind.TEMPLATE else ()
    for place, one in enumerate(given.places):
        if one.name not in known:
            raise invalid.at(f"places/{place}/name", _("The template has no such place."))
    values = {one.name: one.value for one in given.places if one.value.strip()}
    text = filled(found.text, values) if known else found.text
    return answers.said(shown.FilledShown(text=text, left=[name for name in known if name not in values]))
