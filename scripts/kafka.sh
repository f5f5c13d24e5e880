#!/usr/bin/env bash
# A real single-node Kafka broker (KRaft) from Maven jars, on loopback only, for tests and demonstrations.
#
#   scripts/kafka.sh start  [--port 9092] [--dir FOLDER]   start it and wait until it answers
#   scripts/kafka.sh status [--port 9092] [--dir FOLDER]   exit code 0 when it runs, 3 when not
#   scripts/kafka.sh stop   [--port 9092] [--dir FOLDER]   stop it; its data stay in FOLDER
#   scripts/kafka.sh jars                                  print the class path of the broker and its client
#
# The controller listens on the port above. FOLDER defaults to ${TMPDIR:-/tmp}/tidemark-kafka-PORT.
set -euo pipefail

home="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
jars="$home/dist/kafka/jars"
wait_seconds=60

usage() {
  sed -n '4,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 64 # EX_USAGE
}

fail() {
  echo "kafka: $*" >&2
  exit 1
}

[[ $# -ge 1 ]] || usage
verb="$1"
shift
port=9092
dir=''
while [[ $# -gt 0 ]]; do
  [[ $# -ge 2 ]] || usage
  case "$1" in
    --port) port="$2" ;;
    --dir) dir="$2" ;;
    *) usage ;;
  esac
  shift 2
done
if [[ ! "$port" =~ ^[0-9]+$ ]] || ((port < 1 || port > 65534)); then
  fail "port '$port' must be a number from 1 to 65534"
fi
dir="${dir:-${TMPDIR:-/tmp}/tidemark-kafka-$port}"
controller_port=$((port + 1))
pid_file="$dir/broker.pid"
log="$dir/broker.log"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

fetch_jars() {
  # Copied beside its place and renamed, so that a broken download is never taken for the whole.
  if [[ -d "$jars" && "$jars" -nt "$home/scripts/kafka/pom.xml" ]]; then return; fi
  echo "kafka: fetching the broker's jars" >&2
  local part="$home/dist/kafka/part.$$"
  local goal=(-q -B -f "$home/scripts/kafka/pom.xml" dependency:copy-dependencies -DincludeScope=runtime "-DoutputDirectory=$part")
  "$home/mvnw" -o "${goal[@]}" >/dev/null 2>&1 || "$home/mvnw" "${goal[@]}" >&2 || fail "cannot fetch the broker's jars; see above"
  rm -rf "$jars"
  mv "$part" "$jars"
  touch "$jars"
}

answers() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# The broker's process id when the process of the pid file is alive and is this broker.
running_pid() {
  local pid
  [[ -f "$pid_file" ]] || return 1
  pid="$(<"$pid_file")"
  [[ "$pid" =~ ^[0-9]+$ ]] || return 1
  ps -p "$pid" -o args= 2>/dev/null | grep -F "kafka.Kafka $dir/server.properties" >/dev/null || return 1
  echo "$pid"
}

start() {
  local pid
  if pid="$(running_pid)"; then
    echo "kafka: already running, process $pid, 127.0.0.1:$port"
    return
  fi
  command -v "$java" >/dev/null || fail "needs Java 17; on Debian or Ubuntu: apt-get install -y openjdk-17-jdk-headless"
  local taken
  for taken in "$port" "$controller_port"; do
    if answers "$taken"; then fail "port $taken is taken by another process; choose another with --port"; fi
  done
  fetch_jars
  mkdir -p "$dir"
  cat >"$dir/server.properties" <<EOF
process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller_port
advertised.listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller_port
controller.listener.names=CONTROLLER
controller.quorum.bootstrap.servers=127.0.0.1:$controller_port
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=$dir/data
num.partitions=1
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
EOF
  local run=("$java" -Xmx512m -Xms128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1
    "-Dlog4j2.configurationFile=$home/scripts/kafka/log4j2.properties" -cp "$jars/*")
  if [[ ! -f "$dir/data/meta.properties" ]]; then
    local id
    id="$("${run[@]}" kafka.tools.StorageTool random-uuid 2>>"$log")" || fail "cannot make a cluster id; see $log"
    "${run[@]}" kafka.tools.StorageTool format --standalone -t "$id" -c "$dir/server.properties" >>"$log" 2>&1 ||
      fail "cannot format $dir/data: $(tail -n 3 "$log")"
  fi
  nohup "${run[@]}" kafka.Kafka "$dir/server.properties" >>"$log" 2>&1 </dev/null &
  pid=$!
  echo "$pid" >"$pid_file"
  local second
  for ((second = 0; second < wait_seconds * 4; second++)); do
    if ! kill -0 "$pid" 2>/dev/null; then
      rm -f "$pid_file"
      fail "the broker died at start; last lines of $log: $(tail -n 5 "$log")"
    fi
    if answers "$port"; then
      echo "kafka: running, process $pid, 127.0.0.1:$port, data in $dir"
      return
    fi
    sleep 0.25
  done
  kill "$pid" 2>/dev/null || true
  rm -f "$pid_file"
  fail "no answer on 127.0.0.1:$port after $wait_seconds s; see $log"
}

stop() {
  local pid
  if ! pid="$(running_pid)"; then
    rm -f "$pid_file"
    echo "kafka: not running"
    return
  fi
  kill "$pid"
  local step
  for ((step = 0; step < 120; step++)); do
    if ! kill -0 "$pid" 2>/dev/null; then
      rm -f "$pid_file"
      echo "kafka: stopped"
      return
    fi
    sleep 0.25
  done
  kill -9 "$pid" 2>/dev/null || true
  rm -f "$pid_file"
  echo "kafka: killed after 30 s"
}

case "$verb" in
  start) start ;;
  stop) stop ;;
  status)
    if pid="$(running_pid)" && answers "$port"; then
      echo "kafka: running, process $pid, 127.0.0.1:$port"
    else
      echo "kafka: not running"
      exit 3
    fi
    ;;
  jars)
    fetch_jars
    echo "$jars/*"
    ;;
  *) usage ;;
esac
