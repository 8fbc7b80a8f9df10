// Whether a poll can be asked on a channel, as content/polling.py says it; tests/vectors/counting.json holds both to it.

export interface Poll {
  options: string[];
  minutes: number;
  several: boolean;
}

export interface PollLimits {
  /** 0 where there are no polls. */
  poll_options: number;
  poll_option_limit: number;
  poll_minutes: [number, number];
  poll_several: boolean;
}

export type Problem = "few" | "alike" | "beside_pictures" | "no_polls" | "many" | "long" | "short_time" | "long_time" | "several";

/** What speaks against asking it there. */
export function pollProblems(poll: Poll | null, limits: PollLimits, pictures: number, hasOwnText: boolean): Problem[] {
  if (!poll) return [];
  if (!limits.poll_options) return hasOwnText ? [] : ["no_polls"];
  const [shortest, longest] = limits.poll_minutes;
  const lengths = poll.options.map((option) => [...option].length);
  const stands: [Problem, boolean][] = [
    ["few", poll.options.length < 2],
    ["alike", new Set(poll.options.map((option) => option.toLowerCase())).size < poll.options.length],
    ["beside_pictures", pictures > 0],
    ["many", poll.options.length > limits.poll_options],
    ["long", limits.poll_option_limit > 0 && Math.max(...lengths, 0) > limits.poll_option_limit],
    ["short_time", poll.minutes < shortest],
    ["long_time", poll.minutes > longest],
    ["several", poll.several && !limits.poll_several],
  ];
  return stands.filter(([, is]) => is).map(([problem]) => problem);
}
