"""The film of a post in the composer: what the form keeps of it, and what a writer is told about it.

The difficult thing: a poster or subtitles may have been made anew meanwhile. What is saved here takes what stands at the
video now, so that a writer sees what will be asked for; what was approved stays as it was until then.
"""

from dataclasses import dataclass

from django.http import QueryDict

from eichhorn.content.attaching import film_of
from eichhorn.content.filming import Footage
from eichhorn.content.models import Draft
from eichhorn.content.rules import Film
from eichhorn.video import queries as videos
from eichhorn.video.models import Video


@dataclass(frozen=True, slots=True)
class InPost:
    """A film that stands in a post, and the video that it is of."""

    film: Film
    video: Video

    @property
    def footage(self) -> Footage:
        return Footage(self.video.size_bytes, self.video.duration_ms)

    @property
    def lacks_subtitles(self) -> bool:
        return not self.film.subtitles and not self.video.is_silent


def kept(posted: QueryDict) -> InPost | None:
    """Return the film that the form keeps, with what belongs to it now. Three queries where there is one.

    `remove_film` takes it off.
    """
    video = videos.by_digest(posted.get("film", ""))
    if video is None or "remove_film" in posted:
        return None
    return InPost(film_of(video, posted.get("film_alt", "").replace("\x00", "")), video)


def standing(draft: Draft) -> InPost | None:
    """Return the film that stands in the latest version. No query where the draft came with it."""
    latest = draft.latest
    if latest is None or latest.beside.film is None or latest.video is None:
        return None
    return InPost(latest.beside.film, latest.video)
