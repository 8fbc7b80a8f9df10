"""One story in two languages: a department asks, and people answer. What is said here stands nowhere in the product."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import translation


@dataclass(frozen=True, slots=True)
class Story:
    """Who says what, in one language. Names of people and places are the same in both."""

    language: str
    house: str
    contact: str
    department: str
    goal: str
    kind: str
    in_the_way: str
    """The post that has to move."""
    title: str
    wish: str
    purpose: str
    notes: str
    picture: str
    post: str
    visitor: str
    question: str
    answer: str
    clause: str
    clause_text: str
    clause_why: str
    agreed_by: str

    def word(self, english: str, context: str = "") -> str:
        """Return what a reader of this story sees in place of the English."""
        with translation.override(self.language):
            return translation.pgettext(context, english) if context else translation.gettext(english)


GERMAN = Story(
    language="de",
    house="Stadtwerke Erlengrund",
    contact="Miriam Aydın, Durchwahl 214",
    department="Netztechnik",
    goal="Vertrauen: Baustellen vorher erklären",
    kind="Beitrag mit Bild",
    in_the_way="Zählerstand melden",
    title="Wasser am Nordring",
    wish="morgen 10:00",
    purpose="Anwohner wissen, wann das Wasser weg ist, und füllen vorher einen Topf.",
    notes="Donnerstag von 9 bis 11 Uhr kein Wasser am Nordring 12 bis 48. Bus hält an der Lindenschule.",
    picture="Kleiner Bagger an der Ecke Birkenweg, dahinter zwei Häuser in der Morgensonne",
    post="Am Donnerstag von 9 bis 11 Uhr fließt am Nordring 12 bis 48 kein Wasser. Füllen Sie vorher einen Topf und die "
    "Kaffeemaschine. Der Bus 4 hält an der Lindenschule.",
    visitor="Karin Thoma",
    question="Gilt das auch für den Hinterhof von Nummer 14?",
    answer="Ja, der Hinterhof hängt an derselben Leitung. Um 11 Uhr läuft das Wasser wieder.",
    clause="Bilder beschreiben",
    clause_text="Jedes Bild hat eine Beschreibung, die ohne das Bild verständlich ist.",
    clause_why="Etwa jede zehnte Person in der Stadt sieht schlecht oder lässt sich vorlesen.",
    agreed_by="mit allen Abteilungen",
)
ENGLISH = Story(
    language="en",
    house="Erlengrund Utilities",
    contact="Miriam Aydın, extension 214",
    department="Networks",
    goal="Trust: explain road works beforehand",
    kind="Post with a picture",
    in_the_way="Report your meter reading",
    title="Water on the ring road",
    wish="tomorrow 10:00",
    purpose="Residents know when the water is off and fill a pot beforehand.",
    notes="Thursday from 9 to 11 no water at 12 to 48 Nordring. The bus stops at the Linden school.",
    picture="A small digger at the corner of Birkenweg, behind it two houses in the morning sun",
    post="On Thursday from 9 to 11 there is no water at 12 to 48 Nordring. Please fill a pot and the coffee machine before. "
    "Bus 4 stops at the Linden school.",
    visitor="Karen Thomas",
    question="Does this include the back yard of number 14?",
    answer="Yes, the back yard hangs on the same pipe. The water is back at 11.",
    clause="Describe pictures",
    clause_text="Every picture has a description that makes sense without the picture.",
    clause_why="About every tenth person in town sees badly or has texts read out.",
    agreed_by="with all departments",
)
type Word = Callable[[str], str]
