"""What a server of the Mastodon API says of itself: limits, software, what a program may ask to be allowed."""

from typing import Any

from eichhorn.networks.answers import Server, read
from eichhorn.networks.base import NetworkError, Throttled, Told, Unreachable

READ_S = 15.0
WHOLE = "read write"
FINE = ("read:accounts", "read:statuses", "read:notifications", "write:statuses", "write:media")
"""What we need and no more, for servers that can grant so finely."""


def told(server: Server, account: dict[str, str]) -> Told:
    """Return the server's limits: from the second form of the instance document, what lacks there from the first."""
    documents = [document for path in ("/api/v2/instance", "/api/v1/instance") if (document := _document(server, path))]
    if not documents:
        raise Unreachable("The server does not tell what it allows.")
    return limits(documents, software=software(server), account=account["handle"], account_id=account["id"])


def limits(documents: list[dict[str, Any]], *, software: str, account: str, account_id: str) -> Told:
    """Return what the documents say, each fact from the first that holds it."""
    return Told(
        text_limit=_first(documents, ("configuration", "statuses", "max_characters"), ("max_toot_chars",)),
        link_length=_first(documents, ("configuration", "statuses", "characters_reserved_per_url")),
        pictures=_first(documents, ("configuration", "statuses", "max_media_attachments"), ("max_media_attachments",)),
        alt_limit=_first(
            documents, ("configuration", "media_attachments", "description_limit"), ("description_limit",)
        ),
        picture_bytes=_first(documents, ("configuration", "media_attachments", "image_size_limit"), ("upload_limit",)),
        picture_pixels=_first(documents, ("configuration", "media_attachments", "image_matrix_limit")),
        picture_types=_types(documents),
        video_bytes=_first(documents, ("configuration", "media_attachments", "video_size_limit")),
        poll_options=_first(documents, ("configuration", "polls", "max_options"), ("poll_limits", "max_options")),
        poll_option_limit=_first(
            documents, ("configuration", "polls", "max_characters_per_option"), ("poll_limits", "max_option_chars")
        ),
        software=software,
        account=account,
        account_id=account_id,
    )


def software(server: Server) -> str:
    """Return `software.name` of NodeInfo in small letters, empty where the server does not say."""
    links = _document(server, "/.well-known/nodeinfo").get("links")
    hrefs = [str(link["href"]) for link in links or [] if isinstance(link, dict) and link.get("href")]
    for href in reversed(hrefs):
        named = _at(_document(Server(server.url), href), ("software", "name"))
        if isinstance(named, str) and named:
            return named.lower()[:60]
    return ""


def scopes(server: Server) -> str:
    """Return the narrowest permission that suffices and that the server grants."""
    offered = _document(server, "/.well-known/oauth-authorization-server").get("scopes_supported")
    return " ".join(FINE) if isinstance(offered, list) and set(FINE) <= set(map(str, offered)) else WHOLE


def _document(server: Server, path: str) -> dict[str, Any]:
    """Return the JSON object at the path, empty where the server has none or fails on it alone."""
    try:
        found = read(Server(server.url).ask("GET", path, within_s=READ_S))
    except (Throttled, Unreachable):
        raise
    except NetworkError:
        return {}
    return found if isinstance(found, dict) else {}


def _at(document: dict[str, Any], path: tuple[str, ...]) -> Any:
    found: Any = document
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _first(documents: list[dict[str, Any]], *paths: tuple[str, ...]) -> int | None:
    """Return the first sensible number that one of the documents holds at one of the paths."""
    for document in documents:
        for path in paths:
            found = _at(document, path)
            if isinstance(found, str) and found.isdecimal():
                found = int(found)
            if isinstance(found, int) and not isinstance(found, bool) and found > 0:
                return found
    return None


def _types(documents: list[dict[str, Any]]) -> tuple[str, ...]:
    for document in documents:
        found = _at(document, ("configuration", "media_attachments", "supported_mime_types"))
        if isinstance(found, list) and (images := [str(kind) for kind in found if str(kind).startswith("image/")]):
            return tuple(images)
    return ()
