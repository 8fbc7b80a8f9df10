"""The built style sheets, scripts, font and icons: where Vite put them.

The difficult thing: tests and management commands run without built assets, and must not need Node. So a missing
manifest is no error here; the page says it aloud instead, where a person can see it.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.templatetags.static import static

BUILD = Path(__file__).parent / "static" / "ui" / "build"
MANIFEST = BUILD / "manifest.json"
NOT_BUILT = "The style sheets and scripts are not built yet. Run script/up, or `npm ci && npm run build` in assets/."


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses of everything that a page loads; empty where nothing is built."""

    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    icons: str = ""
    font: str = ""

    @property
    def built(self) -> bool:
        return bool(self.styles)


@cache
def read(manifest: Path, _changed_ns: int) -> Assets:
    """Return what the manifest says; its time of change is only a part of the key."""
    entries = json.loads(manifest.read_text(encoding="utf-8"))

    def address(file: str) -> str:
        return static(f"ui/build/{file}")

    def named(ending: str) -> str:
        return next((address(entry["file"]) for entry in entries.values() if entry.get("src", "").endswith(ending)), "")

    main = entries["ts/main.ts"]
    return Assets(
        styles=tuple(address(file) for file in main.get("css", ())),
        scripts=(address(main["file"]),),
        icons=named("icons.svg"),
        font=named("source-sans-3-latin-wght-normal.woff2"),
    )


def current() -> Assets:
    """Return the built assets, or none."""
    try:
        changed_ns = MANIFEST.stat().st_mtime_ns
    except FileNotFoundError:
        return Assets()
    return read(MANIFEST, changed_ns)
