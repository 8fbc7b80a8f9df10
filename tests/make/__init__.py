"""Things for tests, made as people make them: through the real services. One module for each room."""

import importlib
from types import ModuleType


def __getattr__(room: str) -> ModuleType:
    return importlib.import_module(f"tests.make.{room}")
