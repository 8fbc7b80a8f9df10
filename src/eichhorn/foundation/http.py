"""The one way out: every connection of Eichhorn to another server is made here.

The difficult thing: an address that was checked by name may be another one by the time it is dialled. So a name is
resolved here, each address is checked, and the socket is opened to exactly that address, while TLS and the Host header
keep the name. Nothing follows a redirect, reads a proxy or a cookie, waits longer than its deadline or reads more than
it said, counted after unpacking.

What a caller must know afterwards is whether anything was sent: NothingSent says surely not, NoAnswer says perhaps.
"""

import atexit
import contextlib
import contextvars
import functools
import importlib.metadata
import ipaddress
import logging
import math
import os
import queue
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Any, Self

import httpcore2
import httpx2

logging.getLogger("httpx2").setLevel(logging.WARNING)  # it writes each address that is asked
logging.getLogger("httpcore2").setLevel(logging.WARNING)  # it writes each header that is answered

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address

USER_AGENT = f"Eichhorn/{importlib.metadata.version('eichhorn')}"
UNICAST = ipaddress.IPv6Network("2000::/3")
DOCUMENTATION = ipaddress.IPv6Network("3fff::/20")
"""Examples in books, since 2024; an older Python takes them for public."""
EMBEDS_IPV4 = ipaddress.IPv6Network("64:ff9b::/96")
METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})
"""Addresses of a cloud's own services that look public; the others lie in ranges that are refused anyway."""
CONNECT_S = 8.0
"""How long one address may take to open a connection."""
IDLE_S = 1.5
"""How long a connection waits for its next request: shorter than common servers keep theirs, so that a request is
seldom written into a connection that the server is just closing. What must not be doubtful takes a fresh one."""


BadAddress = httpx2.InvalidURL
"""What was asked for is no address at all."""


class OutboundError(httpx2.TransportError):
    """Something went wrong on the way to another server."""


class NothingSent(OutboundError):
    """It ended before a byte of the request left: what was asked surely did not happen."""


class AddressRefused(NothingSent):
    """The name leads to an address that is not on the public internet and not on the allow-list."""


class NoAnswer(OutboundError):
    """At least a part was sent, and no whole answer came: what was asked may have happened."""


class HungUp(NoAnswer):
    """The connection ended before the answer was whole."""


class DeadlinePassed(NoAnswer):
    """The answer was not there in time."""


class TooLarge(NoAnswer):
    """The answer is longer than was allowed."""


allowed: frozenset[str] = frozenset()
deadline: contextvars.ContextVar[float] = contextvars.ContextVar("deadline")
last_instant: contextvars.ContextVar[float] = contextvars.ContextVar("last_instant", default=math.inf)


def configure(*, allow: Iterable[str]) -> None:
    """From now on these host:port pairs may be reached although their address is not public."""
    global allowed  # noqa: PLW0603  configuration of the process, set once at its start
    allowed = frozenset(pair.strip().lower() for pair in allow)


class Line(StrEnum):
    """Which connection a request takes."""

    KEPT = "kept"
    """One that is open already, where there is one. The server may be just closing it, which leaves a doubt."""
    FRESH = "fresh"
    """One that nobody used before and nobody uses after it."""


def client(
    *, timeout_s: float = 10.0, deadline_s: float, max_bytes: int = 5_000_000, line: Line = Line.KEPT
) -> httpx2.Client:
    """Return the process's client with these limits: safe between threads, shared, and so never to be closed.

    `timeout_s` is the longest silence, `deadline_s` the whole request with its answer; one request may have a deadline
    of its own: `client.get(url, extensions={"deadline_s": 3.0})`.
    """
    return _client(timeout_s, deadline_s, max_bytes, line)


@contextmanager
def over_within(seconds: float) -> Iterator[None]:
    """Whatever is asked inside the block, by this thread, is over after so many seconds, whoever asks it how."""
    before = last_instant.set(min(last_instant.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        last_instant.reset(before)


def rest(seconds: float) -> None:
    """Wait for something that a server is still doing: so long, but never beyond the block of `over_within`."""
    time.sleep(max(min(seconds, last_instant.get() - time.monotonic()), 0))


def is_public(address: Address) -> bool:
    """Return whether the address lies on the public internet, also where an IPv4 address hides in an IPv6 one."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address in EMBEDS_IPV4:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in UNICAST or address in DOCUMENTATION or address.sixtofour or address.teredo:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved and address not in METADATA


def reachable(host: str, port: int, *, within_s: float) -> list[str]:
    """Return the addresses of a name that may be dialled, best first. Raises AddressRefused, NothingSent."""
    found = _resolve(host, port, within_s)
    if f"{host.strip('[]').lower()}:{port}" in {pair.replace("[", "").replace("]", "") for pair in allowed}:
        return found
    public = [text for text in found if is_public(ipaddress.ip_address(text.partition("%")[0]))]
    if not public:
        raise AddressRefused(f"{host} is not on the public internet")
    return public


def _resolve(host: str, port: int, within_s: float) -> list[str]:
    """Return each address of the name once; the system's resolver knows no deadline, so it is asked in a thread."""
    with contextlib.suppress(ValueError):
        return [str(ipaddress.ip_address(host))]
    answer: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            answer.put(error)
        else:
            answer.put(list(dict.fromkeys(str(row[4][0]) for row in rows)))

    threading.Thread(target=ask, daemon=True, name="resolve").start()
    try:
        found = answer.get(timeout=max(within_s, 0.01))
    except queue.Empty:
        raise NothingSent(f"the name {host} was not resolved in time") from None
    if isinstance(found, Exception):
        raise NothingSent(f"the name {host} is not known") from found
    return found


def _left() -> float:
    return deadline.get() - time.monotonic()


class CheckedBackend(httpcore2.SyncBackend):
    """Opens sockets to checked addresses alone, and counts down the deadline of the request under way."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        patience = timeout or CONNECT_S
        failure: Exception = NothingSent(f"{host} has no address")
        for address in reachable(host, port, within_s=min(patience, _left())):
            if (left := _left()) <= 0:
                raise NothingSent(f"{host} was not reached in time")
            try:
                return TimedStream(
                    super().connect_tcp(address, port, min(patience, left), local_address, socket_options)
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    def connect_unix_socket(self, *_given: Any, **_named: Any) -> httpcore2.NetworkStream:
        raise AddressRefused("sockets of this machine are not on the public internet")


class TimedStream(httpcore2.NetworkStream):
    """A connection on which one slow byte after another does not outlive the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream
        self._socket: socket.socket = stream.get_extra_info("socket")

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._stream.read(max_bytes, self._patience(timeout))
        except httpcore2.ReadTimeout:
            self._patience(timeout)
            raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        view = memoryview(buffer)
        while view:
            self._socket.settimeout(self._patience(timeout))
            try:
                view = view[self._socket.send(view) :]
            except TimeoutError as error:
                raise httpcore2.WriteTimeout("the server took nothing more") from error
            except OSError as error:
                raise httpcore2.WriteError(str(error)) from error

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return TimedStream(
            self._stream.start_tls(ssl_context, server_hostname, min(timeout or CONNECT_S, max(_left(), 0.01)))
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _patience(self, timeout: float | None) -> float:
        if (left := _left()) <= 0:
            raise DeadlinePassed("the answer was not there in time")
        return min(timeout or left, left)


class Transport(httpx2.BaseTransport):
    """Carries requests over one pool of checked connections, within a deadline and a size."""

    def __init__(self, pool: httpcore2.ConnectionPool, *, deadline_s: float, max_bytes: int) -> None:
        self._pool = pool
        self._deadline_s = deadline_s
        self._max_bytes = max_bytes

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        assert isinstance(request.stream, httpx2.SyncByteStream)
        within_s = float(request.extensions.get("deadline_s", self._deadline_s))
        until = min(time.monotonic() + within_s, last_instant.get())
        url = httpcore2.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path
        )
        raw = httpcore2.Request(
            request.method, url, headers=request.headers.raw, content=request.stream, extensions=request.extensions
        )
        with _Counting(until):
            answer = self._pool.handle_request(raw)
        packed = dict(answer.headers).get(b"Content-Encoding") or dict(answer.headers).get(b"content-encoding", b"")
        headers = [(name, value) for name, value in answer.headers if name.lower() != b"content-encoding"]
        stream = Body(answer, until=until, max_bytes=self._max_bytes, packed=packed.lower() in (b"gzip", b"deflate"))
        return httpx2.Response(answer.status, headers=headers, stream=stream)

    def close(self) -> None:
        """Leave the pool open: it belongs to the process, not to a client."""


class Body(httpx2.SyncByteStream):
    """The answer's bytes, unpacked, as far as deadline and size reach."""

    def __init__(self, answer: httpcore2.Response, *, until: float, max_bytes: int, packed: bool) -> None:
        self._answer = answer
        self._until = until
        self._max_bytes = max_bytes
        self._unpack = zlib.decompressobj(zlib.MAX_WBITS | 32) if packed else None

    def __iter__(self) -> Iterator[bytes]:
        read = 0
        with _Counting(self._until):
            assert isinstance(self._answer.stream, Iterable)
            for raw in self._answer.stream:
                chunk = self._unpack.decompress(raw, self._max_bytes + 1 - read) if self._unpack else raw
                read += len(chunk)
                if read > self._max_bytes or (self._unpack and self._unpack.unconsumed_tail):
                    raise TooLarge(f"the answer is longer than {self._max_bytes} bytes")
                yield chunk

    def close(self) -> None:
        self._answer.close()


class _Counting:
    """Sets the deadline of this thread's request and says in our words what went wrong."""

    def __init__(self, until: float) -> None:
        self._until = until

    def __enter__(self) -> Self:
        self._before = deadline.set(self._until)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        deadline.reset(self._before)
        match error:
            case httpcore2.ConnectError() | httpcore2.ConnectTimeout() | httpcore2.PoolTimeout():
                raise NothingSent(_sentence(error)) from error
            case httpcore2.UnsupportedProtocol() | httpcore2.LocalProtocolError():
                raise NothingSent(_sentence(error)) from error
            case httpcore2.TimeoutException():
                raise DeadlinePassed("the server fell silent") from error
            case httpcore2.NetworkError() | httpcore2.ProtocolError():
                raise HungUp(_sentence(error)) from error
            case zlib.error():
                raise NoAnswer("the answer could not be unpacked") from error


def _sentence(error: Exception) -> str:
    return str(error) or type(error).__name__


_reading = threading.Lock()


def get_ready() -> None:
    """What every connection needs is there, so that the first request need not wait for it."""
    with _reading:
        _tls()


@functools.cache
def _tls() -> ssl.SSLContext:
    return httpcore2.default_ssl_context()


@functools.cache
def _pool(line: Line) -> httpcore2.ConnectionPool:
    return httpcore2.ConnectionPool(
        ssl_context=_tls(), max_connections=100, max_keepalive_connections=50 if line is Line.KEPT else 0,
        keepalive_expiry=IDLE_S, network_backend=CheckedBackend(),
    )  # fmt: skip


@functools.cache
def _client(timeout_s: float, deadline_s: float, max_bytes: int, line: Line) -> httpx2.Client:
    return httpx2.Client(
        transport=Transport(_pool(line), deadline_s=deadline_s, max_bytes=max_bytes), trust_env=False,
        timeout=httpx2.Timeout(timeout_s, connect=min(timeout_s, CONNECT_S)),
        follow_redirects=False, headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    )  # fmt: skip


def _forget() -> None:
    """A forked process shares no connection with the one that it came from."""
    _client.cache_clear()
    _pool.cache_clear()


@atexit.register
def hang_up() -> None:
    """No connection stands open afterwards; the next request opens its own."""
    if _pool.cache_info().currsize:
        _pool(Line.KEPT).close()


os.register_at_fork(after_in_child=_forget)
