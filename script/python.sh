# Sourced by the scripts beside it. Sets `root`, the project's folder, and `python`, a Python 3 that runs.
# A python3 on PATH may be a shim with nothing behind it, so each candidate is tried by running it.
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
python=
for candidate in python3 python /usr/bin/python3 /usr/local/bin/python3 "$root/.venv/bin/python"; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1 </dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "Eichhorn needs Python 3 to start (3.8 or newer); please install python3." >&2
    exit 1
fi
