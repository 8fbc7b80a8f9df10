// Whether a film can go out on a channel, as content/filming.py says it; tests/vectors/counting.json holds both to it.

export interface Footage {
  size_bytes: number;
  duration_ms: number;
}

export interface FilmLimits {
  videos: boolean;
  video_bytes: number | null;
  video_seconds: number | null;
}

export type NoFilm = "no_videos" | "beside_pictures" | "beside_poll" | "large" | "long";

/** What speaks against showing it there. */
export function filmProblems(
  film: Footage | null,
  limits: FilmLimits,
  pictures: number,
  hasPoll: boolean,
  hasOwnText: boolean,
): NoFilm[] {
  if (!film) return [];
  if (!limits.videos) return hasOwnText ? [] : ["no_videos"];
  const stands: [NoFilm, boolean][] = [
    ["beside_pictures", pictures > 0],
    ["beside_poll", hasPoll],
    ["large", limits.video_bytes !== null && film.size_bytes > limits.video_bytes],
    ["long", limits.video_seconds !== null && film.duration_ms > limits.video_seconds * 1000],
  ];
  return stands.filter(([, is]) => is).map(([problem]) => problem);
}
