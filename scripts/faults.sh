#!/usr/bin/env bash
# Faults on purpose: kills, damage and full disks done to real scorer processes, and a check of every tick afterwards.
#
#   scripts/faults.sh LAKE SEED [KIND[=COUNT]]... [--score OPTIONS] [--full] [--minutes N] [--work FOLDER [--resume]] [--part K/N]
#                     [--histories A-B] [--records FILE]
#   scripts/faults.sh LAKE SEED --poison GOOD       no faults: one bad tick in a hundred, among so many good ones
#
# LAKE has a champion and a recorded feed, as "tidemark demo" leaves it; it is read only. The same seed makes the same
# feed and the same faults. What each kind does and what was found: docs/faults.md.
set -euo pipefail

home="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
venv="${TIDEMARK_FAULTS_VENV:-${TMPDIR:-/tmp}/tidemark-faults-venv}"

command -v python3 >/dev/null || {
  echo "faults: needs python3" >&2
  exit 69 # EX_UNAVAILABLE
}
# The runtime of the product's version, as scores must agree in every bit.
runtime="$(sed -n 's:.*<onnxruntime.version>\(.*\)</onnxruntime.version>.*:\1:p' "$home/pom.xml")"
packages=(duckdb confluent-kafka numpy pandas TA-Lib arch "onnxruntime==$runtime")
imports="import confluent_kafka, duckdb, numpy, pandas, talib, arch, onnxruntime; assert onnxruntime.__version__ == '$runtime'"
if ! "$venv/bin/python" -c "$imports" 2>/dev/null; then
  if ! { python3 -m venv "$venv" && "$venv/bin/python" -m pip install -q --disable-pip-version-check "${packages[@]}"; }; then
    echo "faults: cannot install ${packages[*]} into $venv; TIDEMARK_FAULTS_VENV names an environment that has them" >&2
    exit 69
  fi
fi
exec "$venv/bin/python" "$home/scripts/faults/matrix.py" "$@"
