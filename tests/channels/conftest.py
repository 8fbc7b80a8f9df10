"""The stage over real HTTP for tests that connect."""

from tests.servers.conftest import open_way, stage  # noqa: F401
