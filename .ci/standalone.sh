#!/usr/bin/env bash
# A Spark standalone cluster on this machine, from dist/spark/jars: one master and some workers on loopback.
#
#   .ci/standalone.sh start [--port 7077] [--workers 2] [--cores 1] [--memory 1g] [--dir FOLDER]
#   .ci/standalone.sh stop  [--port 7077] [--dir FOLDER]
#
# Prints the master's URL. FOLDER (${TMPDIR:-/tmp}/tidemark-standalone-PORT) takes logs, work folders and process ids.
set -euo pipefail

home="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"

fail() {
  echo "standalone: $*" >&2
  exit 1
}

[[ $# -ge 1 ]] || fail "say start or stop"
verb="$1"
shift
port=7077
workers=2
cores=1
memory=1g
dir=''
while [[ $# -gt 0 ]]; do
  [[ $# -ge 2 ]] || fail "$1 needs a value"
  case "$1" in
    --port) port="$2" ;;
    --workers) workers="$2" ;;
    --cores) cores="$2" ;;
    --memory) memory="$2" ;;
    --dir) dir="$2" ;;
    *) fail "unknown option $1" ;;
  esac
  shift 2
done
dir="${dir:-${TMPDIR:-/tmp}/tidemark-standalone-$port}"
web_port=$((port + 1))
master="spark://127.0.0.1:$port"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

# Process ids of ours that are alive: the pid files' processes whose command line names this cluster's folder.
alive() {
  local file pid
  for file in "$dir"/*.pid; do
    [[ -f "$file" ]] || continue
    pid="$(<"$file")"
    if ps -p "$pid" -o args= 2>/dev/null | grep -F "tidemark.cluster=$dir" >/dev/null; then echo "$pid"; fi
  done
}

stop() {
  local pids pid step
  mapfile -t pids < <(alive)
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for ((step = 0; step < 80; step++)); do
    [[ -n "$(alive)" ]] || break
    sleep 0.25
  done
  for pid in $(alive); do kill -9 "$pid" 2>/dev/null || true; done
  rm -f "$dir"/*.pid
  echo "standalone: stopped ${#pids[@]} processes"
}

# launch NAME CLASS ARGUMENT...
launch() {
  local name="$1"
  shift
  SPARK_HOME="$home/dist/spark" SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1 ORT_DISABLE_TELEMETRY=1 \
    SPARK_NO_DAEMONIZE=1 nohup "$java" -Xmx256m -XX:+UseSerialGC -Duser.timezone=UTC "-Dtidemark.cluster=$dir" \
    -cp "$home/dist/spark/jars/*" "$@" >"$dir/$name.log" 2>&1 </dev/null &
  echo $! >"$dir/$name.pid"
}

registered() {
  local line
  exec 3<>"/dev/tcp/127.0.0.1/$web_port" || return 1
  printf 'GET /json/ HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3
  line="$(grep -E '"aliveworkers"' <&3 || true)"
  exec 3<&- 3>&-
  line="${line//[[:space:]]/}"
  [[ "$line" == "\"aliveworkers\":$workers," ]]
}

start() {
  [[ -d "$home/dist/spark/jars" ]] || fail "no dist/spark/jars; run ./mvnw package -DskipTests"
  [[ -z "$(alive)" ]] || fail "already running in $dir; stop it first"
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then fail "port $port is taken; choose another with --port"; fi
  mkdir -p "$dir"
  launch master org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$port" --webui-port "$web_port"
  local i
  for ((i = 1; i <= workers; i++)); do
    launch "worker$i" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --cores "$cores" --memory "$memory" \
      --work-dir "$dir/work$i" --webui-port 0 "$master"
  done
  for ((i = 0; i < 240; i++)); do
    if [[ "$(alive | wc -l)" != $((workers + 1)) ]]; then
      tail -n 5 "$dir"/*.log >&2
      stop >&2
      fail "a process died at start; logs in $dir"
    fi
    if registered 2>/dev/null; then
      echo "$master"
      return
    fi
    sleep 0.25
  done
  stop >&2
  fail "no $workers workers at $master after 60 s; logs in $dir"
}

case "$verb" in
  start) start ;;
  stop) stop ;;
  *) fail "say start or stop" ;;
esac
