"""A TCP line to the database that can be cut: no byte passes any more, and nobody says goodbye."""

import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType


class Line:
    """Listens on loopback, and passes every connection on to the database's own socket."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self._whole = threading.Event()
        self._whole.set()
        self._ends: list[socket.socket] = []
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._begin(self._take)

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._hang_up()
        for thread in self._threads:
            thread.join()
        self._door.close()

    def cut(self) -> None:
        """From now on every byte is swallowed, on lines that are open and on new ones."""
        self._whole.clear()

    def mend(self) -> None:
        """New lines lead on; those from before the cut and during it are dead, which both ends learn now."""
        self._hang_up()
        self._whole.set()

    def _hang_up(self) -> None:
        with self._lock:
            for end in self._ends:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            self._ends.clear()

    def _begin(self, work: Callable[..., None], *given: socket.socket) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _take(self) -> None:
        with contextlib.suppress(OSError):  # the door is closed
            while True:
                near, _ = self._door.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._target)
                with self._lock:
                    self._ends += [near, far]
                self._begin(self._pass_on, near, far)

    def _pass_on(self, near: socket.socket, far: socket.socket) -> None:
        """Both ways, until one end hangs up; then both ends are closed."""
        back = threading.Thread(target=self._one_way, args=(far, near), daemon=True)
        back.start()
        self._one_way(near, far)
        back.join()
        near.close()
        far.close()

    def _one_way(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while content := source.recv(65_536):
                if self._whole.is_set():
                    sink.sendall(content)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
