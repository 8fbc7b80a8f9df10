"""The stage over real HTTP."""

from tests.servers.conftest import open_way, stage  # noqa: F401
