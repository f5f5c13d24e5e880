#!/usr/bin/env bash
# Starts a real broker, sends records through it, runs the tests tagged kafka against it and stops it.
set -euo pipefail
cd "$(dirname "$0")/.."
port="${TIDEMARK_KAFKA_PORT:-19092}"
dir="$(mktemp -d)"
trap 'scripts/kafka.sh stop --port "$port" --dir "$dir" >/dev/null; rm -rf "$dir"' EXIT
scripts/kafka.sh start --port "$port" --dir "$dir"
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$(scripts/kafka.sh jars)" .ci/KafkaRoundTrip.java "127.0.0.1:$port" 2>"$dir/client.log" || {
  cat "$dir/client.log" >&2
  echo "0 passed, 1 failed"
  exit 1
}
echo "1 passed, 0 failed"
if grep -r -l --include='*IT.java' '@Tag("kafka")' . >/dev/null; then
  .ci/tests.sh kafka "-Dtidemark.kafka=127.0.0.1:$port"
fi
