"""Things for tests, made as people make them: through the real services. One module for each room."""

import importlib
from contextlib import AbstractContextManager
from types import ModuleType
from typing import Any, Protocol


class Counting(Protocol):
    """The fixture `django_assert_num_queries`."""

    def __call__(self, num: int) -> AbstractContextManager[Any]: ...


def __getattr__(room: str) -> ModuleType:
    if room.startswith("_"):
        raise AttributeError(room)
    return importlib.import_module(f"tests.make.{room}")
