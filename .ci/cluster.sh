#!/usr/bin/env bash
# Starts a standalone master with two workers and runs the tests tagged cluster on it.
set -euo pipefail
cd "$(dirname "$0")/.."
port="${TIDEMARK_MASTER_PORT:-17077}"
dir="$(mktemp -d)"
trap '.ci/standalone.sh stop --port "$port" --dir "$dir" >/dev/null; rm -rf "$dir"' EXIT
master="$(.ci/standalone.sh start --port "$port" --dir "$dir" --workers 2 --cores 1 --memory "${TIDEMARK_WORKER_MEMORY:-2g}")"
echo "cluster: $master"
.ci/tests.sh cluster "-Dtidemark.master=$master"
