"""The shapes that the interface takes and gives."""

import importlib
import inspect
import pkgutil

from pydantic import BaseModel

from eichhorn.api import schemas


def test_no_two_schemas_share_a_name() -> None:
    """The document can hold only one of them."""
    places: dict[str, list[str]] = {}
    for module in pkgutil.iter_modules(schemas.__path__):
        found = importlib.import_module(f"{schemas.__name__}.{module.name}")
        for name, kind in vars(found).items():
            if inspect.isclass(kind) and issubclass(kind, BaseModel) and kind.__module__ == found.__name__:
                places.setdefault(name, []).append(module.name)
    assert len(places) > 50
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
