#!/usr/bin/env bash
# A short seeded set of faults against the scorer, on the lake that the demo has left: .ci/faults.sh LAKE
set -euo pipefail
cd "$(dirname "$0")/.."
if [[ ! -d "${1:-}/feed" ]]; then
  echo "faults: no lake with a feed at '${1:-}'; the part demo makes it" >&2
  echo "0 passed, 1 failed"
  exit 1
fi
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
scripts/faults.sh "$1" 20261128 --work "$work/faults"
# The checker must find what it is for.
"${TIDEMARK_FAULTS_VENV:-${TMPDIR:-/tmp}/tidemark-faults-venv}/bin/python" scripts/faults/test_outputs.py
echo "1 passed, 0 failed"
