"""Writes docs/reference/mcp.md from the tools, or says that it is out of date."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from eichhorn.api.mcp import tools

PLACE = Path("docs/reference/mcp.md")


class Command(BaseCommand):
    help = "Write the page of what assistants can do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help=f"write {PLACE}; without it only compare")
        parser.add_argument("--place", type=Path, default=PLACE)

    def handle(self, *_arguments: Any, **options: Any) -> None:
        page, place = "\n".join(tools.lines()).rstrip() + "\n", options["place"]
        if options["write"]:
            place.write_text(page)
        elif not place.exists() or place.read_text() != page:
            raise CommandError(f"{place} is out of date; run: eichhorn manage mcp_reference --write")
