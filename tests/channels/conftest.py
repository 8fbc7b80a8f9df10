"""The stage over real HTTP for tests that connect, and networks that are played by a process of their own."""

from tests.networks.conftest import allow, one_telegram, telegram  # noqa: F401
from tests.servers.conftest import open_way, stage  # noqa: F401
