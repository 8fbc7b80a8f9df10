"""Signs that posts of a house need, each with its name in both languages; nobody is asked for them on the way."""

from dataclasses import dataclass

TABLE = """
😀 lachendes Gesicht|grinning face
😊 lächelndes Gesicht|smiling face
😉 zwinkerndes Gesicht|winking face
😂 Tränen lachen|tears of joy
🥰 verliebt, Herzen|in love, hearts
😎 Sonnenbrille|sunglasses
🤔 nachdenklich|thinking
😮 staunen|astonished
😢 traurig, weinen|sad, crying
🥳 feiern, Party|celebrating, party
👋 winken, hallo|waving hand, hello
👍 Daumen hoch|thumbs up
👏 Applaus|clapping hands
🙏 danke, bitte|thank you, please
💪 stark, Muskel|strong, muscle
🤝 Handschlag|handshake
👉 nach rechts zeigen|pointing right
👇 nach unten zeigen|pointing down
✌️ Frieden, zwei Finger|victory hand
❤️ rotes Herz|red heart
💚 grünes Herz|green heart
💙 blaues Herz|blue heart
✨ Funkeln|sparkles
⭐ Stern|star
🔥 Feuer|fire
🎉 Konfetti|party popper
🎁 Geschenk|gift
🎂 Geburtstag, Torte|birthday cake
🏆 Pokal|trophy
✅ erledigt, Haken|done, check mark
❌ falsch, Kreuz|wrong, cross
❗ Ausrufezeichen|exclamation mark
❓ Fragezeichen|question mark
⚠️ Warnung|warning
🚧 Baustelle|construction
👷 Bauarbeiter:in|construction worker
🏗️ Kran, Bau|crane, building site
🚜 Traktor|tractor
🛠️ Werkzeug|tools
🔧 Schraubenschlüssel|wrench
💡 Glühbirne, Idee|light bulb, idea
⚡ Strom, Blitz|electricity, lightning
🔌 Stecker|plug
🔋 Batterie|battery
💧 Wasser, Tropfen|water, drop
🚰 Trinkwasser|drinking water
🌊 Welle|wave
🚿 Dusche|shower
♨️ Wärme|heat
🌡️ Thermometer|thermometer
☀️ Sonne|sun
🌤️ Sonne und Wolken|sun and clouds
🌧️ Regen|rain
❄️ Schnee|snow
💨 Wind|wind
🌍 Erde|earth
🌱 Keimling|seedling
🌳 Baum|tree
🍂 Herbst, Laub|autumn, leaves
🌻 Sonnenblume|sunflower
🐿️ Eichhörnchen|squirrel
🐝 Biene|bee
🐦 Vogel|bird
🦔 Igel|hedgehog
☕ Kaffee|coffee
🍰 Kuchen|cake
🍎 Apfel|apple
🥨 Brezel|pretzel
🍦 Eis|ice cream
🏊 schwimmen, Freibad|swimming
🚲 Fahrrad|bicycle
🚌 Bus|bus
🚋 Straßenbahn|tram
🚆 Zug|train
🚗 Auto|car
🚒 Feuerwehr|fire engine
🚑 Rettungswagen|ambulance
🅿️ Parkplatz|parking
♿ barrierefrei, Rollstuhl|accessible, wheelchair
🏠 Haus|house
🏫 Schule|school
🏥 Krankenhaus|hospital
📍 Ort, Nadel|place, pin
🗺️ Karte|map
📅 Kalender, Termin|calendar, date
⏰ Wecker, Uhrzeit|alarm clock, time
⏳ Sanduhr, warten|hourglass, waiting
📞 Telefon|telephone
📧 E-Mail|e-mail
💬 Sprechblase|speech balloon
📣 Megafon, Ankündigung|megaphone, announcement
📰 Zeitung|newspaper
📷 Kamera|camera
🎥 Film|film
🎧 Kopfhörer, hören|headphones, listening
📚 Bücher|books
✏️ Stift, schreiben|pencil, writing
📝 Notiz|note
🔗 Link, Kette|link, chain
🔍 Lupe, suchen|magnifying glass, search
💶 Euro, Geld|euro, money
🧾 Rechnung|bill, receipt
♻️ Recycling|recycling
🗑️ Abfall|waste
👨‍👩‍👧 Familie|family
👵 Oma|grandmother
👶 Baby|baby
🧑‍🎓 Azubi, Ausbildung|apprentice, student
🏳️‍🌈 Regenbogenflagge|rainbow flag
🇩🇪 Deutschland|Germany
🇦🇹 Österreich|Austria
🇨🇭 Schweiz|Switzerland
🇪🇺 Europa|Europe
"""


@dataclass(frozen=True, slots=True)
class Emoji:
    """A sign and its names."""

    sign: str
    german: str
    english: str

    def name(self, language: str) -> str:
        return self.german if language.startswith("de") else self.english


def _read(line: str) -> Emoji:
    sign, _, names = line.partition(" ")
    german, _, english = names.partition("|")
    return Emoji(sign, german, english)


ALL = tuple(_read(line) for line in TABLE.strip().splitlines())
SIGNS = frozenset(emoji.sign for emoji in ALL)
