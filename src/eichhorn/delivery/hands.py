"""The hands: threads that ask the networks, so many at a time, and the few errands that wait for the next free one.

The difficult thing: a hand that waits for the database sends nothing, and an errand that waits for a hand grows old,
while what was true at its claim must still be true when the network is asked. So errands wait only while the networks
answer at once; and one that grew old all the same, or whose channel has just turned another away, comes back untried.
Nor does a network that hangs take all hands: some are always left for the other channels.
"""

import threading
import time
from collections import Counter, deque

from eichhorn.delivery.carrying import Errand, Report, carry
from eichhorn.delivery.rules import TURNED_AWAY, Answer, Outcome
from eichhorn.foundation.clock import Clock

WAITING_PER_HAND = 2
A_QUARTER = 4
"""Of the hands, and of what may be given, so much is kept for other channels than any single one."""
QUICK_S = 0.25
"""An answer that took no longer came at once; a hand is then free again before a waiting errand grows old."""
OLD_S = 1.0
"""How long an errand may wait for a hand."""


class Hands:
    """Carries errands, `count` at a time; of one thread that gives and takes."""

    def __init__(
        self, *, count: int, heard: threading.Event, now: Clock, quick_s: float = QUICK_S, old_s: float = OLD_S
    ) -> None:  # fmt: skip
        self._count = count
        self._heard = heard
        self._now = now
        self._quick_s, self._old_s = quick_s, old_s
        self._threads: list[threading.Thread] = []
        self._changed = threading.Condition()
        self._waiting: deque[tuple[Errand, float]] = deque()
        self._in_hand: dict[int, tuple[Errand, float]] = {}
        self._answers: deque[Report] = deque()
        self._took_s: deque[float] = deque([0.0], maxlen=count)
        self._turned_away: dict[int, float] = {}
        self._over = False

    @property
    def idle(self) -> bool:
        """Nothing is under way, nothing waits, and every answer was taken."""
        with self._changed:
            return not self._waiting and not self._in_hand and not self._answers

    @property
    def busy(self) -> bool:
        """Each hand has its next errand already: answers may gather before they are written down."""
        return len(self._waiting) >= self._count

    def room(self) -> int:
        """Return how many errands may be given now."""
        with self._changed:
            return max(self._most(self._count) - len(self._waiting) - len(self._in_hand), 0)

    def shares(self) -> tuple[int, frozenset[int]]:
        """Return how many errands each single channel may be given now, and the channels that have enough in hand."""
        with self._changed:
            on = Counter(errand.channel.pk for errand, _ in [*self._waiting, *self._in_hand.values()])
            most = self._most(self._most_of_one)
        enough = frozenset(channel for channel, number in on.items() if (most - number) * A_QUARTER < most)
        return most - max((number for channel, number in on.items() if channel not in enough), default=0), enough

    def give(self, errand: Errand) -> None:
        """The next free hand makes it; `heard` is set once there is an answer, unless the hands are busy."""
        with self._changed:
            self._waiting.append((errand, time.monotonic()))
            self._changed.notify()
            if len(self._threads) < self._count:
                self._threads.append(threading.Thread(target=self._work, name="carrying"))
                self._threads[-1].start()

    def take(self) -> list[Report]:
        """Return what came back since it was asked last, and what waited too long."""
        with self._changed:
            while self._waiting and self._is_old(self._waiting[0][1]):
                self._answers.append(_untried(self._waiting.popleft()[0]))
            answers = list(self._answers)
            self._answers.clear()
        return answers

    def finish(self) -> None:
        """What was given is made, or comes back untried."""
        with self._changed:
            self._over = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while (errand := self._next()) is not None:
            report = carry(errand, now=self._now)
            self._put_back(errand, report)

    def _next(self) -> Errand | None:
        """Return the next errand whose channel has not its share of the hands already, and None at the end."""
        with self._changed:
            while True:
                for place, (errand, given_at) in enumerate(self._waiting):
                    if self._in_hands_of(errand.channel.pk) >= self._most_of_one:
                        continue
                    del self._waiting[place]
                    if self._is_old(given_at) or given_at < self._turned_away.get(errand.channel.pk, given_at):
                        self._answer(_untried(errand))
                        break
                    self._in_hand[errand.attempt_id] = errand, time.monotonic()
                    return errand
                else:
                    if self._over and not self._waiting:
                        return None
                    self._changed.wait()

    def _put_back(self, errand: Errand, report: Report) -> None:
        ended_at = time.monotonic()
        with self._changed:
            self._took_s.append(ended_at - self._in_hand.pop(errand.attempt_id)[1])
            if report.answer.outcome in TURNED_AWAY:
                self._turned_away[errand.channel.pk] = ended_at
            self._answer(report)
            self._changed.notify_all()

    def _answer(self, report: Report) -> None:
        self._answers.append(report)
        if not self.busy:
            self._heard.set()

    def _most(self, hands: int) -> int:
        """Return how many errands so many hands may have, with those that wait for them."""
        now = time.monotonic()
        slowest = max([*self._took_s, *(now - begun_at for _, begun_at in self._in_hand.values())])
        return hands * (1 + WAITING_PER_HAND) if slowest < self._quick_s else hands

    @property
    def _most_of_one(self) -> int:
        return max(self._count - max(self._count // A_QUARTER, 1), 1)

    def _in_hands_of(self, channel: int) -> int:
        return sum(errand.channel.pk == channel for errand, _ in self._in_hand.values())

    def _is_old(self, given_at: float) -> bool:
        return time.monotonic() - given_at > self._old_s


def _untried(errand: Errand) -> Report:
    return Report(errand, Answer(errand.kind, Outcome.UNTRIED))
