"""What a content is, when two are the same, and how they differ.

The difficult thing: "the same" must mean what readers would see, byte for byte, and nothing else; an approval hangs on
it. So the digest is taken over one canonical form in which every part has its place and its length.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from urllib.parse import urlsplit

import regex

from eichhorn.foundation import languages

NEXT_PART = regex.compile(r"^[ \t]*-{3,}[ \t]*$", regex.MULTILINE)
"""The line that begins the next part of a thread."""
MOST_PARTS = 25
LONGEST_TEXT = 20_000
"""Code points; no network takes more, and a page must stay readable."""
LONGEST_WARNING = 300
LONGEST_COMMENT = 3_000
LONGEST_ALT = 1_500
LONGEST_REASON = 500
MOST_PICTURES = 20
LANGUAGES = languages.NAMES
"""Languages that a text may be in, each in its own words; the first two are those of most houses."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A picture in a content: the digest of its bytes, its description, and what of it is shown."""

    picture_digest: str
    alt: str
    framing: str = ""
    """As `media.framing` writes it; empty where it is shown as it is."""


class AiUse(StrEnum):
    """How far a machine made what readers see."""

    NONE = "none"
    ASSISTED = "assisted"
    GENERATED = "generated"


@dataclass(frozen=True, slots=True)
class Statement:
    """What is stated about how a post came to be, and who paid for it."""

    ai_use: AiUse = AiUse.NONE
    deepfake: bool = False
    """It shows people, places or events deceptively real as they never were."""
    ai_label: bool = False
    """Whether the post itself says so. A deepfake always does."""
    political: bool = False
    """Political advertising that somebody pays for."""
    sponsor: str = ""
    """Who pays for it; never empty where it is political."""

    @property
    def is_complete(self) -> bool:
        return (self.ai_label or not self.deepfake) and (bool(self.sponsor) or not self.political)

    def tidied(self) -> "Statement":
        """Return the statement without what says nothing: a label of nothing, a payer of nothing."""
        tells = self.ai_use is not AiUse.NONE or self.deepfake
        sponsor = one_line(self.sponsor) if self.political else ""
        return replace(self, ai_use=AiUse(self.ai_use), ai_label=self.ai_label and tells, sponsor=sponsor)


NOTHING_STATED = Statement()
LONGEST_SPONSOR = 200


@dataclass(frozen=True, slots=True)
class Labels:
    """What stands below a post, in one language."""

    political: str
    """Before the one who pays."""
    deepfake: str
    generated: str
    assisted: str


LABELS: Mapping[str, Labels] = {
    "de": Labels("Politische Anzeige, bezahlt von", "Mit KI erzeugt oder verändert: So ist es nicht geschehen.", "Mit KI erzeugt.", "Mit KI-Hilfe erstellt."),
    "en": Labels("Political advertising, paid for by", "Made or altered by AI: it did not happen like this.", "Made by AI.", "Made with the help of AI."),
    "cs": Labels("Politická reklama, platí:", "Vytvořeno nebo upraveno umělou inteligencí: takto se to nestalo.", "Vytvořeno umělou inteligencí.", "Vytvořeno s pomocí umělé inteligence."),
    "da": Labels("Politisk annonce, betalt af", "Skabt eller ændret med AI: Sådan er det ikke sket.", "Skabt med AI.", "Skabt med hjælp fra AI."),
    "es": Labels("Publicidad política, pagada por", "Creado o modificado con IA: no ocurrió así.", "Creado con IA.", "Creado con ayuda de IA."),
    "fr": Labels("Publicité politique, payée par", "Créé ou modifié par une IA : cela ne s’est pas passé ainsi.", "Créé par une IA.", "Créé avec l’aide d’une IA."),
    "hr": Labels("Političko oglašavanje, platio:", "Stvoreno ili izmijenjeno umjetnom inteligencijom: tako se nije dogodilo.", "Stvoreno umjetnom inteligencijom.", "Stvoreno uz pomoć umjetne inteligencije."),
    "it": Labels("Pubblicità politica, pagata da", "Creato o modificato con l’IA: non è andata così.", "Creato con l’IA.", "Creato con l’aiuto dell’IA."),
    "nl": Labels("Politieke advertentie, betaald door", "Gemaakt of bewerkt met AI: zo is het niet gebeurd.", "Gemaakt met AI.", "Gemaakt met hulp van AI."),
    "pl": Labels("Reklama polityczna, płaci:", "Stworzone lub zmienione przez AI: tak się nie wydarzyło.", "Stworzone przez AI.", "Stworzone z pomocą AI."),
    "pt": Labels("Publicidade política, paga por", "Criado ou alterado com IA: não aconteceu assim.", "Criado com IA.", "Criado com a ajuda de IA."),
    "ro": Labels("Publicitate politică, plătită de", "Creat sau modificat cu IA: nu s-a întâmplat așa.", "Creat cu IA.", "Creat cu ajutorul IA."),
    "ru": Labels("Политическая реклама, оплачено:", "Создано или изменено ИИ: этого так не было.", "Создано ИИ.", "Создано с помощью ИИ."),
    "tr": Labels("Siyasi reklam, ödeyen:", "Yapay zekâ ile oluşturuldu veya değiştirildi: Böyle olmadı.", "Yapay zekâ ile oluşturuldu.", "Yapay zekâ yardımıyla oluşturuldu."),
    "uk": Labels("Політична реклама, оплачено:", "Створено або змінено ШІ: насправді так не було.", "Створено ШІ.", "Створено за допомогою ШІ."),
}  # fmt: skip
"""By language; posts in any other have the English words."""


def label(stated: Statement, language: str) -> str:
    """Return the words below the post that say what is stated, in the post's language; empty where nothing must be said."""
    words, said = LABELS.get(language, LABELS["en"]), []
    if stated.political:
        said.append(f"{words.political} {stated.sponsor}.")
    if stated.ai_label and stated.deepfake:
        said.append(words.deepfake)
    elif stated.ai_label and stated.ai_use is AiUse.GENERATED:
        said.append(words.generated)
    elif stated.ai_label and stated.ai_use is AiUse.ASSISTED:
        said.append(words.assisted)
    return " ".join(said)


@dataclass(frozen=True, slots=True)
class Poll:
    """A question with its answers; the question is the text of the post."""

    options: tuple[str, ...]
    minutes: int
    """How long one may answer."""
    several: bool = False
    """Whether one may choose more than one."""

    def tidied(self) -> "Poll | None":
        """Return the poll with its answers on one line each, without empty ones; None where nothing is left."""
        options = tuple(words for option in self.options if (words := one_line(option)))
        return replace(self, options=options) if options else None


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of a link where the network does not look it up by itself."""

    url: str
    title: str
    description: str = ""
    picture_digest: str = ""
    """Of a picture in the store; empty where the card has none."""

    def tidied(self) -> "Card | None":
        """Return the card on lines of its own, named after its place where it has no title; None without an address."""
        url = self.url.strip()
        title = one_line(self.title) or urlsplit(url).netloc
        return replace(self, url=url, title=title, description=one_line(self.description)) if url else None


@dataclass(frozen=True, slots=True)
class Film:
    """A video in a content: the digests of its bytes, of the picture that stands for it, and of what is said in it."""

    digest: str
    alt: str = ""
    poster_digest: str = ""
    subtitles: tuple[tuple[str, str], ...] = ()
    """Language, and the digest of the text; sorted."""

    def tidied(self) -> "Film":
        """Return the same as it is kept."""
        return replace(self, alt=one_line(self.alt), subtitles=tuple(sorted(set(self.subtitles))))


@dataclass(frozen=True, slots=True)
class Beside:
    """What hangs on a post beside its words and pictures."""

    poll: Poll | None = None
    card: Card | None = None
    film: Film | None = None

    def tidied(self) -> "Beside":
        """Return the same as it is kept."""
        poll = self.poll.tidied() if self.poll is not None else None
        film = self.film.tidied() if self.film is not None else None
        return replace(self, poll=poll, card=self.card.tidied() if self.card is not None else None, film=film)


NOTHING_BESIDE = Beside()
MOST_OPTIONS, LONGEST_OPTION = 20, 200
"""More than any network takes; which one takes how many, each channel says."""
POLL_MINUTES = (5, 60 * 24 * 30)
"""The shortest and the longest poll of any network."""
LONGEST_ADDRESS, LONGEST_CARD_TITLE, LONGEST_CARD_TEXT = 2_000, 300, 1_000


@dataclass(frozen=True, slots=True)
class Whole:
    """All that readers would see of a post, and where."""

    text: str
    language: str
    content_warning: str = ""
    consideration: bool = False
    variants: Mapping[int, str] = field(default_factory=dict)
    """Own texts by channel id; a channel that is not named has the shared text."""
    attached: tuple[Attached, ...] = ()
    channel_ids: tuple[int, ...] = ()
    first_comment: str = ""
    """What we say below the post ourselves, as soon as it is out."""
    stated: Statement = NOTHING_STATED
    label: str = ""
    """The words below the post that say what is stated."""
    handles: tuple[tuple[int, str, str], ...] = ()
    """Channel, person, and the name that they have there: for each who is named."""
    beside: Beside = NOTHING_BESIDE
    """A poll, a link's card, a film."""


def digest(whole: Whole) -> str:
    """Return 64 hex digits that are equal exactly for contents that readers could not tell apart."""
    canonical = [
        "eichhorn-content-1",
        whole.text,
        whole.language,
        whole.content_warning,
        whole.consideration,
        sorted((channel, text) for channel, text in whole.variants.items() if text != whole.text),
        [(each.picture_digest, each.alt, *filter(None, [each.framing])) for each in whole.attached],
        sorted(set(whole.channel_ids)),
        *(["first comment", whole.first_comment] if whole.first_comment else []),
        *(["stated", asdict(whole.stated), whole.label] if whole.stated != NOTHING_STATED else []),
        *(["handles", sorted(whole.handles)] if whole.handles else []),
        *(["poll", asdict(whole.beside.poll)] if whole.beside.poll is not None else []),
        *(["card", asdict(whole.beside.card)] if whole.beside.card is not None else []),
        *(["film", asdict(whole.beside.film)] if whole.beside.film is not None else []),
    ]
    return hashlib.sha256(json.dumps(canonical, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def one_line(words: str) -> str:
    """Return the words on one line, with single spaces."""
    return " ".join(words.replace("\x00", "").split())


def is_address(url: str) -> bool:
    """Return whether this is an address of a page that anybody can open."""
    try:
        parts_of_it = urlsplit(url)
    except ValueError:
        return False
    return parts_of_it.scheme.lower() in {"http", "https"} and bool(parts_of_it.hostname) and not ODD.search(url)


def is_digest(name: str) -> bool:
    """Return whether this can be the digest of a picture."""
    return regex.fullmatch(r"[0-9a-f]{64}", name) is not None


ODD = regex.compile(r"[\s<>\"\\^`{|}\p{Cc}]")


def tidy(text: str) -> str:
    """Return the text as it is kept: one kind of line end, no spaces at line ends, nothing before or after it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
    return "\n".join(line.rstrip(" \t") for line in lines).strip("\n ")


def parts(words: str) -> tuple[str, ...]:
    """Return the parts of a thread, in order: a line of three hyphens or more begins the next. One part at least."""
    found = tuple(stripped for piece in NEXT_PART.split(words) if (stripped := piece.strip("\n ")))
    return found or ("",)


def joined(words: str) -> str:
    """Return the text in one piece, for networks that know no threads."""
    return "\n\n".join(parts(words))


def labelled(pieces: tuple[str, ...], label: str) -> tuple[str, ...]:
    """Return the parts with the label below the first: whoever reads the beginning has to see it."""
    if not label:
        return pieces
    return ("\n\n".join(filter(None, (pieces[0], label))), *pieces[1:])


NAMED = regex.compile(r"@\{([^{}\n]{1,80})\}|(?<=[?&]utm_[a-z]{1,12}=[^\s&#]{0,60})(\{network\})")
"""Somebody of the mention book, or the network in a link: each channel shows the name that they have there, or its own."""


def named(words: str) -> tuple[str, ...]:
    """Return who is named in the words, each once, in order; among them `{network}` where a link leaves it open."""
    return tuple(dict.fromkeys(found[1] or found[2] for found in NAMED.finditer(words)))


def resolved(words: str, handles: Mapping[str, str]) -> str:
    """Return the words with the names that people have on this channel; whom nobody knows stays as it is written."""
    return NAMED.sub(lambda found: handles.get(found[1] or found[2], found[0]), words)
