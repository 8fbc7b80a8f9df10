"""What is written again and again: snippets, the mention book, and what links carry."""

from typing import Annotated

from pydantic import Field

from eichhorn.api.schemas.fields import Line, Number, Sent, Shown, Text, Words, words_of
from eichhorn.snippets.models import Mentioned, Snippet
from eichhorn.snippets.rules import LONGEST_HANDLE, LONGEST_NAME, LONGEST_TEXT, Kind, Scheme, places

SnippetKind = Annotated[Kind, words_of(Kind)]
MOST_HANDLES, MOST_DOMAINS = 50, 100


class SnippetText(Sent):
    """What a snippet says."""

    name: Text = Field(
        "", max_length=LONGEST_NAME, description="A signature has that of its channel.", examples=["Baustellen"]
    )
    text: Words = Field(
        max_length=LONGEST_TEXT, examples=["#WirBauen #Erlengrund"],
        description="Of hashtags: words; several between # or on one line become one, with capitals. Of a template: places in braces.",
    )  # fmt: skip
    channel: Number | None = Field(None, description="Whose signature it is; null for every other kind.")


class NewSnippet(SnippetText):
    """A snippet to be kept."""

    kind: SnippetKind = Field(examples=["hashtags"])


class SnippetShown(Shown):
    id: int = Field(examples=[2])
    kind: str = Field(examples=["template"])
    name: str = Field(examples=["Sperrung"])
    text: str = Field(examples=["In {Ort} ist ab {Datum} gesperrt."])
    places: list[str] = Field(description="What a template has to be filled in with.", examples=[["Ort", "Datum"]])
    channel: int | None


class HandleSent(Sent):
    """What somebody is called on a network."""

    network: Line = Field(max_length=60, description="As people say it.", examples=["Mastodon"])
    handle: Line = Field(max_length=LONGEST_HANDLE, examples=["@anna@stadt.social"])


class NewMentioned(Sent):
    """Somebody whom posts name as @{name}."""

    name: Line = Field(
        max_length=LONGEST_NAME, examples=["Anna Said"], json_schema_extra={"pattern": r"^[^{}]*[^{}\s][^{}]*$"}
    )
    handles: list[HandleSent] = Field([], max_length=MOST_HANDLES)


class HandleShown(Shown):
    network: str = Field(examples=["Mastodon"])
    handle: str = Field(examples=["@anna@stadt.social"])


class MentionedShown(Shown):
    """Somebody of the mention book; where they have no name on a network, posts say the one from here."""

    id: int = Field(examples=[6])
    name: str = Field(examples=["Anna Said"])
    handles: list[HandleShown]


class LinkSchemeSent(Sent):
    """What links of one's own pages carry."""

    domains: list[Line] = Field([], max_length=MOST_DOMAINS, examples=[["erlengrund.example"]])
    source: Text = Field("", max_length=60, examples=["social"])
    medium: Text = Field("", max_length=60)
    campaign: Text = Field("", max_length=60)


class LinkSchemeShown(Shown):
    domains: list[str] = Field(examples=[["erlengrund.example"]])
    source: str
    medium: str
    campaign: str


def snippet(of: Snippet) -> SnippetShown:
    return SnippetShown(
        id=of.pk, kind=of.kind, name=of.name, text=of.text, channel=of.channel_id,
        places=list(places(of.text)) if of.kind == Kind.TEMPLATE else [],
    )  # fmt: skip


def mentioned(of: Mentioned) -> MentionedShown:
    """Return them as they are shown; their handles are loaded."""
    handles = [HandleShown(network=one.network, handle=one.handle) for one in of.handles.all()]
    return MentionedShown(id=of.pk, name=of.name, handles=handles)


def scheme(of: Scheme) -> LinkSchemeShown:
    return LinkSchemeShown(domains=list(of.domains), source=of.source, medium=of.medium, campaign=of.campaign)
