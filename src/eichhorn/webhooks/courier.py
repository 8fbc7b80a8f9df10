"""The loop that tells: reads what happened, takes what is due, has it carried, writes down what became of it.

The difficult thing: one slow receiver must not keep the others waiting. So each address has one call under way at most
(and hears events in their order, as long as it answers), a few threads carry them, and whoever is busy is left out. One thread and one connection do all that
concerns the database; the threads that wait for receivers know none.
"""

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait

from django.db import DatabaseError, InterfaceError, connection

from eichhorn.foundation import clock
from eichhorn.foundation.clock import Clock
from eichhorn.webhooks import services
from eichhorn.webhooks.carrying import carry
from eichhorn.webhooks.rules import Answer
from eichhorn.webhooks.services import Errand, Report

logger = logging.getLogger(__name__)
HANDS = 8
LOOKS_EVERY_S = 1.0
AFTER_A_FAULT_S = 2.0


class Courier:
    """Tells what happened, to several addresses at a time."""

    def __init__(self, *, now: Clock = clock.now) -> None:
        self._now = now
        self._hands = ThreadPoolExecutor(max_workers=HANDS, thread_name_prefix="telling")
        self._under_way: dict[Future[Report], Errand] = {}
        self._back = threading.Event()

    def run(self, end: threading.Event) -> None:
        """Tell until the event is set; then finish what is under way. Survives a database that goes and comes back."""
        while not end.is_set():
            self._back.clear()
            if not self._safe_round():
                self._back.wait(LOOKS_EVERY_S)
        self.finish()
        connection.close()

    def round(self) -> int:
        """Do all that can be done now; return how much that was."""
        done = self._write_down() + services.take_in(now=self._now())
        free = HANDS - len(self._under_way)
        if free <= 0:
            return done
        busy = {errand.endpoint_id for errand in self._under_way.values()}
        errands = services.claim(now=self._now(), most=free, busy=busy)
        for errand in errands:
            future = self._hands.submit(carry, errand, now=self._now)
            self._under_way[future] = errand
            future.add_done_callback(lambda _done: self._back.set())
        return done + len(errands)

    def finish(self) -> None:
        """Wait for what is under way and write it down; what cannot be written leaves again once its lease is over."""
        self._hands.shutdown(wait=True)
        try:
            self._write_down()
        except DatabaseError:
            logger.exception("webhooks.not_written_down")

    def until_idle(self) -> None:
        """Tell all that is due now, and write it down. For tests."""
        while self.round() or self._under_way:
            wait(self._under_way)

    def _safe_round(self) -> int:
        try:
            return self.round()
        except (DatabaseError, InterfaceError):
            logger.exception("webhooks.database_away")
            connection.close()
            self._back.wait(AFTER_A_FAULT_S)
            return 0

    def _write_down(self) -> int:
        """What came back is written down; return how many it were."""
        done = [future for future in self._under_way if future.done()]
        for future in done:
            services.write_down([_report(future, self._under_way[future])], now=self._now())
            del self._under_way[future]
        return len(done)


def _report(future: "Future[Report]", errand: Errand) -> Report:
    """Return what came back; what broke in our own hands is a call that failed."""
    if (fault := future.exception()) is not None:
        logger.error("webhooks.broke", exc_info=fault, extra={"call": errand.call_id})
        return Report(errand, Answer(None, "broken"))
    return future.result()


def tell_until(end: threading.Event) -> None:
    """Tell until the event is set."""
    Courier().run(end)
