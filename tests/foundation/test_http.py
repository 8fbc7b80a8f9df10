"""The one way out: which addresses it dials, how long it waits, how much it reads, and what it knows afterwards."""

import contextlib
import gzip
import http.server
import ipaddress
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator

import httpcore2
import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.foundation import http as out

PRIVATE = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "100.100.100.200", "127.0.0.1", "127.255.255.254",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.1.1", "192.0.2.1", "198.18.0.1", "198.51.100.7",
    "203.0.113.9", "224.0.0.1", "224.0.1.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::1", "fc00::1",
    "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "ff0e::1", "3fff::1", "4000::1",
]  # fmt: skip
PUBLIC = [
    "1.1.1.1",
    "9.9.9.9",
    "100.63.255.255",
    "100.128.0.1",
    "172.32.0.1",
    "2606:4700::1111",
    "2a01:4f8::1",
    "64:ff9b::808:808",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not out.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_dialled(address: str) -> None:
    assert out.is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_in_every_disguise(address: ipaddress.IPv4Address) -> None:
    mapped = ipaddress.IPv6Address(b"\0" * 10 + b"\xff\xff" + address.packed)
    translated = ipaddress.IPv6Address(ipaddress.IPv6Address("64:ff9b::").packed[:12] + address.packed)
    compatible = ipaddress.IPv6Address(b"\0" * 12 + address.packed)
    assert out.is_public(mapped) == out.is_public(translated) == out.is_public(address)
    assert not out.is_public(compatible)


@given(st.ip_addresses())
def test_nothing_that_python_calls_private_is_public(address: out.Address) -> None:
    if (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_unspecified
    ):
        assert not out.is_public(address)


@given(st.ip_addresses(v=6))
def test_only_the_public_part_of_ipv6_is_public(address: ipaddress.IPv6Address) -> None:
    inside = address in ipaddress.ip_network("2000::/3") or address in ipaddress.ip_network("64:ff9b::/96")
    assert inside or address.ipv4_mapped or not out.is_public(address)


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = out.allowed
    yield
    out.configure(allow=before)


class Server:
    """A small real server that answers as the test says."""

    def __init__(self, answer: Callable[[http.server.BaseHTTPRequestHandler], None]) -> None:
        seen: list[tuple[str, dict[str, str]]] = []
        connections: list[object] = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                connections.append(self.client_address)
                super().setup()

            def do_GET(self) -> None:
                seen.append((self.path, dict(self.headers)))
                with contextlib.suppress(ConnectionError):
                    answer(self)

            def log_message(self, *_told: object) -> None:
                pass

        self.seen, self.connections = seen, connections
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def __enter__(self) -> "Server":
        out.configure(allow={f"127.0.0.1:{self.port}", f"localhost:{self.port}"})
        return self

    def __exit__(self, *_error: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def say(body: bytes, status: int = 200, **headers: str) -> Callable[[http.server.BaseHTTPRequestHandler], None]:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def get(url: str, *, deadline_s: float = 3.0, **more: object) -> httpx2.Response:
    return out.client(deadline_s=deadline_s, **more).get(url)  # type: ignore[arg-type]


def test_the_names_of_this_machine_are_refused_without_a_word() -> None:
    with Server(say(b"secret")) as server:
        out.configure(allow=())
        hosts = [
            "127.0.0.1",
            "localhost",
            "0.0.0.0",
            "127.1",
            "2130706433",
            "0x7f.1",
            "[::ffff:127.0.0.1]",
            "017700000001",
        ]
        for host in hosts:
            with pytest.raises(out.NothingSent):
                get(f"http://{host}:{server.port}/")
        assert server.connections == []


def test_the_allow_list_opens_one_port_and_no_other() -> None:
    with Server(say(b"open")) as server, Server(say(b"closed")) as other:
        out.configure(allow={f"127.0.0.1:{server.port}"})
        assert get(f"http://127.0.0.1:{server.port}/").text == "open"
        with pytest.raises(out.AddressRefused):
            get(f"http://127.0.0.1:{other.port}/")
        assert other.connections == []


def test_what_is_dialled_is_what_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that changes between look-up and connection leads nowhere: it is looked up once, and an address is dialled."""
    asked: list[str] = []
    answers = iter(["93.184.216.34", "127.0.0.1"])

    def turning(host: str, port: int, *_more: object, **_named: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    dialled: list[str] = []

    def dial(_self: object, host: str, *_more: object) -> httpcore2.NetworkStream:
        dialled.append(host)
        raise httpcore2.ConnectError

    monkeypatch.setattr(socket, "getaddrinfo", turning)
    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", dial)
    with pytest.raises(out.NothingSent):
        get("http://rebinding.example/")
    assert (asked, dialled) == (["rebinding.example"], ["93.184.216.34"])


def test_of_several_addresses_only_public_ones_are_dialled(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(2, 1, 6, "", (address, 80)) for address in ("127.0.0.1", "10.1.1.1", "93.184.216.34")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_n: rows)
    assert out.reachable("mixed.example", 80, within_s=1) == ["93.184.216.34"]


def test_a_name_server_that_is_silent_ends_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_n: answers.wait(60) and [])
    with pytest.raises(out.NothingSent):
        get("http://slow.example/", deadline_s=0.3)
    assert not answers.is_set(), "it was not the name server that ended the waiting"
    answers.set()


def test_a_redirect_is_shown_and_not_followed() -> None:
    with Server(say(b"", 302, Location="http://169.254.169.254/latest/meta-data/")) as server:
        assert get(f"http://127.0.0.1:{server.port}/").status_code == 302
        assert len(server.seen) == 1


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with Server(say(b"direct")) as server, Server(say(b"proxied")) as proxy:
        out.configure(allow={f"127.0.0.1:{server.port}"})
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert get(f"http://127.0.0.1:{server.port}/", timeout_s=2.5).text == "direct"


def test_cookies_are_not_kept_and_the_server_learns_who_asks() -> None:
    with Server(say(b"x", Set_Cookie="track=1")) as server:
        get(f"http://127.0.0.1:{server.port}/")
        get(f"http://127.0.0.1:{server.port}/")
        assert "Cookie" not in server.seen[1][1]
        assert server.seen[1][1]["User-Agent"].startswith("Eichhorn/")
        assert server.seen[1][1]["Host"] == f"127.0.0.1:{server.port}"


def test_connections_are_used_again() -> None:
    with Server(say(b"x")) as server:
        for _ in range(5):
            get(f"http://127.0.0.1:{server.port}/")
        assert len(server.connections) == 1


@pytest.mark.parametrize(("length", "fits"), [(1000, True), (1001, False)])
def test_an_answer_is_read_up_to_its_limit(length: int, fits: bool) -> None:
    with Server(say(b"x" * length)) as server:
        if fits:
            assert len(get(f"http://127.0.0.1:{server.port}/", max_bytes=1000).content) == length
        else:
            with pytest.raises(out.TooLarge):
                get(f"http://127.0.0.1:{server.port}/", max_bytes=1000)


@pytest.mark.parametrize(("length", "fits"), [(1000, True), (1001, False), (50_000_000, False)])
@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_packed_answer_is_measured_unpacked(
    length: int, fits: bool, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    with Server(say(pack(b"x" * length), Content_Encoding=encoding)) as server:
        if fits:
            assert get(f"http://127.0.0.1:{server.port}/", max_bytes=1000).content == b"x" * length
        else:
            with pytest.raises(out.TooLarge):
                get(f"http://127.0.0.1:{server.port}/", max_bytes=1000)


def test_what_cannot_be_unpacked_is_no_answer() -> None:
    with Server(say(b"not packed at all", Content_Encoding="gzip")) as server, pytest.raises(out.NoAnswer):
        get(f"http://127.0.0.1:{server.port}/")


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_server_that_drips_ends_at_the_deadline(part: str) -> None:
    def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
        whole = b"HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n" + b"x" * 200
        if part == "body":
            handler.wfile.write(whole[:40])
        for byte in whole[40:] if part == "body" else whole:
            handler.wfile.write(bytes([byte]))
            time.sleep(0.1)
        dripped_out.set()

    dripped_out = threading.Event()
    with Server(drip) as server:
        with pytest.raises(out.DeadlinePassed):
            get(f"http://127.0.0.1:{server.port}/", deadline_s=0.7)
        assert not dripped_out.is_set(), "the whole answer was waited for"


def test_what_was_asked_surely_did_not_happen_where_no_connection_came_about() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        out.configure(allow={f"127.0.0.1:{port}"})
        with pytest.raises(out.NothingSent):
            get(f"http://127.0.0.1:{port}/")


def test_what_was_asked_may_have_happened_where_the_connection_broke() -> None:
    with Server(lambda handler: handler.connection.close()) as server, pytest.raises(out.NoAnswer):
        get(f"http://127.0.0.1:{server.port}/")


def test_threads_share_the_client() -> None:
    with Server(say(b"x")) as server:
        results: list[int] = []
        threads = [
            threading.Thread(target=lambda: results.append(get(f"http://127.0.0.1:{server.port}/").status_code))
            for _ in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert results == [200] * 20


def test_a_forked_process_shares_no_connection() -> None:
    program = (
        "import os; from eichhorn.foundation import http\n"
        "before = http.client(deadline_s=3.0)\n"
        "if os.fork() == 0: os._exit(0 if http.client(deadline_s=3.0) is not before else 1)\n"
        "raise SystemExit(os.waitstatus_to_exitcode(os.wait()[1]))\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_rest_ends_with_the_block_in_which_it_is_taken() -> None:
    """Else somebody would still be at it when their turn is long over."""
    begun = time.monotonic()
    with out.over_within(0.05):
        out.rest(60)
        out.rest(60)
    out.rest(0)
    assert time.monotonic() - begun < 30
