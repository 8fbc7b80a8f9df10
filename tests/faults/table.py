"""The faults that are tried, what each run of them brought, and the page of the docs that says so.

The difficult thing: a page that is written by hand is believed and wrong. So every row comes out of `agree`, which has
compared our rows with the log of the network before it counts; a fault without a row is no page.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PLACE = Path("docs/reference/faults.md")
COMMAND = "python -m tests.faults --write"
FAULTS = {
    "error_after": ("Error 500 after it arrived", "The server keeps the post and answers 500."),
    "cut_after": ("Line cut after it arrived", "The server keeps the post and resets the connection."),
    "cut_json": ("Half an answer", "The server keeps the post and breaks off in the middle of its JSON."),
    "timeout_after": ("Error 504 after it arrived", "A proxy before the server gives up; the server keeps the post."),
    "error_before": ("Error 500 instead of taking it", "The server answers 500 and has nothing."),
    "cut_before": ("Line cut before it arrived", "The server resets the connection and has nothing."),
    "edit_unanswered": (
        "An edit without an answer",
        "A post that is out is corrected; the server does it and answers 500.",
    ),
    "blind": ("A doubt that nothing clears", "Every answer is cut, and nobody can look."),
    "killed_arrived": ("Worker killed in mid-send, it arrived", "SIGKILL while the answer is awaited."),
    "killed_not_arrived": ("Worker killed in mid-send, it did not arrive", "SIGKILL before the server took it."),
    "late_answer": ("An answer after 33 seconds", "The server keeps the post at once and says so 33 s later."),
    "four_workers": ("Four workers, 24 posts, six cut answers", "All due in the same second."),
    "lost_wake_up": ("A lost wake-up", "The listening connection is cut and the queue of jobs is emptied."),
    "asked_to_end": ("A worker asked to end", "SIGTERM in mid-send."),
    "refused": ("Refused", "The server answers 422 and says why."),
    "throttled": ("Error 429 with Retry-After", "The server asks to wait two seconds."),
    "revoked": ("Token revoked", "The account lets us in no more, from this post on."),
    "media_never_ready": ("A picture that is never ready", "The server takes the picture and never has it ready."),
    "limits_shrunk": ("Limits shrunk", "Between approval and sending the server takes only 40 characters."),
    "database_restarted": ("Database crashed and restarted in mid-send", "PostgreSQL is ended without a goodbye."),
    "disk_full": ("Disk full in mid-send", "Not a byte more fits beside the database until somebody makes room."),
    "clock_ahead": ("A worker whose clock is ahead", "By an hour; another post is due in half an hour."),
    "clock_forward": ("Clock moved forward in mid-send", "By ten minutes: the lease is over by that clock."),
    "clock_back": ("Clock moved back in mid-send", "By an hour, and put right later."),
    "double_click": ("Double click on approve, and on send once more", "Each button is pressed twice at one instant."),
    "restored": ("Restored from yesterday", "The post went out after the backup; the backup takes its place."),
    "split": (
        "Network split between worker and database",
        "No byte passes any more, while a second worker has a line.",
    ),
    "slow_reading": ("Reading that hangs", "Twelve accounts do not say what was said to us, while posts are due."),
    "sequences": (
        "Random sequences of all these",
        "Hypothesis mixes faults, crashes, waiting and decisions of people.",
    ),
}
"""Key, its name, and what is done."""
KINDS = {"mastodon": "keeps keys", "snac": "keeps no keys"}
STANDS = {
    "sent": "out, with its proof",
    "unsure": "unsure: a person looks",
    "stopped": "stands still: a person changes something",
    "waiting": "waits, and is tried again by itself",
    "expired": "too late: a person decides",
    "cancelled": "does not leave, as somebody decided",
}
HEAD = f"""# Faults

What was broken on purpose, with real processes and sockets, and what became of the posts. After each fault the rows of the
database are compared with the log that the network keeps by itself: *doubled* counts posts that the network has twice,
*lost* counts posts that we call out and that are not there, or that are there and that no row knows of, or for which
nothing will happen any more and nobody was asked.
This page is written by a run of `tests/faults` (`{COMMAND}`). [Why doubt is a state](../why/doubt-is-a-state.md)
says why *unsure* is the right word for what nobody can know.

| fault | what happens | network | posts | sent | doubled | lost | shown as unsure | where it stands |
|---|---|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Result:
    """What a fault brought, on one kind of network."""

    fault: str
    kind: str
    states: Counter[str]
    doubled: int = 0
    lost: int = 0

    @property
    def line(self) -> str:
        name, happens = FAULTS[self.fault]
        number, sent, unsure = self.states.total(), self.states["sent"], self.states["unsure"]
        stands = "; ".join(
            f"{times} {STANDS[state]}" if len(self.states) > 1 else STANDS[state]
            for state, times in sorted(self.states.items(), key=lambda pair: list(STANDS).index(pair[0]))
        )
        kind = " and ".join(KINDS[each] for each in self.kind.split("+"))
        return (
            f"| {name} | {happens} | {kind} | {number} | {sent} | {self.doubled} | {self.lost} | {unsure} | {stands} |"
        )


results: list[Result] = []
"""What this process has seen so far."""


def missing(written: str) -> list[str]:
    """Return the faults of which the page says nothing."""
    return [fault for fault, (name, happens) in FAULTS.items() if f"| {name} | {happens} |" not in written]


def page(found: Sequence[Result], *, before: str = "") -> str:
    """Return the whole page, a line for each fault on each kind of network; what was not tried is as it was before."""
    kept = [line for line in before.splitlines() if line.startswith("| ")]
    lines: list[str] = []
    for fault, (name, happens) in FAULTS.items():
        fresh = [result.line for result in sorted(found, key=lambda one: one.kind) if result.fault == fault]
        lines += fresh or [line for line in kept if line.startswith(f"| {name} | {happens} |")]
    return HEAD + "\n".join(dict.fromkeys(lines)) + "\n"
