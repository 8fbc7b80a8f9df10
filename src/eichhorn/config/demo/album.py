"""The pictures of the demo in its library: drawn, described in both languages, with tags, and free to be used."""

from collections.abc import Callable
from dataclasses import dataclass

from eichhorn.config.demo import picture
from eichhorn.config.demo.days import Days
from eichhorn.config.demo.house import People
from eichhorn.content.services import NewAttachment
from eichhorn.media import services as media
from eichhorn.media.rules import Known, Licence


@dataclass(frozen=True, slots=True)
class Album:
    """What stands in posts of the demo, described in German."""

    digger: NewAttachment
    pool: NewAttachment
    lamp: NewAttachment
    pipe: NewAttachment
    lake: NewAttachment
    panels: NewAttachment


def pasted(days: Days, who: People) -> Album:
    """The library has six pictures."""

    def kept(drawn: Callable[[], bytes], name: str, german: str, english: str, *tags: str) -> NewAttachment:
        now = days.before(days=21)
        stored = media.store(
            content=drawn(), file_name=f"{name}.png", source="Zeichnung des Hauses, frei zu verwenden", by=who.miriam,
            now=now,
        )  # fmt: skip
        media.describe(
            picture=stored, by=who.miriam, now=now,
            known=Known(
                descriptions={"de": german, "en": english}, tags=tags, source=stored.source, licence=Licence.OWN,
                licence_note="Zeichnung des Hauses",
            ),
        )  # fmt: skip
        return NewAttachment(stored, german)

    return Album(
        digger=kept(picture.digger, "nordring", "Kleiner Bagger an der Ecke Birkenweg, dahinter zwei Häuser in der Morgensonne.", "A small digger at the corner of Birkenweg, behind it two houses in the morning sun.", "nordring", "baustelle", "bagger"),
        pool=kept(picture.pool, "freibad", "Das Freibad an einem sonnigen Tag: ein leeres Becken, die Rutsche, zwei Handtücher auf der Wiese.", "The open-air pool on a sunny day: an empty pool, the slide, two towels on the lawn.", "freibad", "sommer"),
        lamp=kept(picture.lamp, "laterne", "Eine Straßenlaterne leuchtet in der Dämmerung vor drei Häusern.", "A street lamp shines at dusk in front of three houses.", "ausbildung", "strom"),
        pipe=kept(picture.pipe, "leitung", "Ein Rohr mit einem Druckmesser und einem Schraubenschlüssel, ein Tropfen fällt.", "A pipe with a gauge and a wrench, one drop falls.", "ausbildung", "wasser"),
        lake=kept(picture.lake, "stausee", "Der Stausee im ersten Licht, vorn ein Steg, hinten zwei Hügel.", "The reservoir in the first light, a jetty in front, two hills behind.", "sonntagsbild", "wasser"),
        panels=kept(picture.panels, "solarpark", "Drei Reihen Solarmodule auf einer Wiese unter hoher Sonne.", "Three rows of solar panels on a meadow below a high sun.", "solarpark", "energie"),
    )  # fmt: skip


__all__ = ["Album", "pasted"]
