#!/usr/bin/env bash
# Runs the analyst notebook headless on a lake and fails on the first cell that raises: .ci/notebook.sh LAKE [EXECUTED.ipynb]
set -euo pipefail

if [[ $# -lt 1 || ! -d $1 ]]; then
  echo "usage: .ci/notebook.sh LAKE [EXECUTED.ipynb]; LAKE is the root directory of a lake" >&2
  exit 2
fi
lake=$(cd "$1" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv=${TMPDIR:-/tmp}/tidemark-notebook-venv
executed=${2:-$(mktemp -d)/model-metrics.ipynb}

if ! "$venv/bin/python" -c 'import deltalake, duckdb, pandas, pyarrow, matplotlib, nbclient, nbformat, ipykernel' 2>/dev/null; then
  python3 -m venv "$venv" || { echo "python3 -m venv failed; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
  "$venv/bin/pip" install --quiet --disable-pip-version-check deltalake duckdb pandas pyarrow matplotlib nbclient nbformat ipykernel
fi

TIDEMARK_LAKE=$lake MPLBACKEND=module://matplotlib_inline.backend_inline "$venv/bin/python" - "$here/notebooks/model-metrics.ipynb" "$executed" <<'PY'
import sys

import nbformat
from nbclient import NotebookClient

source, target = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
try:
    NotebookClient(notebook, timeout=600, kernel_name="python3").execute()
finally:
    nbformat.write(notebook, target)
code = [c for c in notebook.cells if c.cell_type == "code"]
failed = [c for c in code for o in c.get("outputs", []) if o.output_type == "error"]
pictures = sum("image/png" in o.get("data", {}) for c in code for o in c.get("outputs", []))
print(f"{target}: {len(code)} cells, {pictures} pictures")
print(f"{len(code) - len(failed)} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
PY
