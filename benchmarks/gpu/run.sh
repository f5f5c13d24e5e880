#!/usr/bin/env bash
# Runs a GPU benchmark on this machine, with the folder that build.sh made as KIT:
#   run.sh boost KIT OUT [cuda|cpu [CASE...]]
#   run.sh sql KIT OUT [run|rehearse|explain [ROWS]]
# Needs Linux x86-64 and libgomp, and but for cpu, rehearse and explain an NVIDIA driver for CUDA 13; no JDK, no network.
set -euo pipefail
what=${1:?boost or sql}
kit=$(cd "${2:?folder made by build.sh}" && pwd)
out=$(mkdir -p "${3:?folder for results}" && cd "$3" && pwd)
shift 3
work=${TMPDIR:-/tmp}/tidemark-gpu
mkdir -p "$work"

unxz_to() {
  [[ -e $2 ]] && return
  if command -v xz > /dev/null; then xz -dc "$1" > "$2.part"
  else python3 -c 'import lzma, shutil, sys; shutil.copyfileobj(lzma.open(sys.argv[1]), open(sys.argv[2], "wb"))' "$1" "$2.part"
  fi
  mv "$2.part" "$2"
}

unxz_to "$kit/jre.tar.xz" "$work/jre.tar"
tar -C "$work" -xf "$work/jre.tar"
echo "$(nproc) cores, $(awk '/MemTotal/ {print int($2 / 1048576)}' /proc/meminfo) GiB of memory seen"
grep -m1 'model name' /proc/cpuinfo || true
if command -v nvidia-smi > /dev/null; then
  nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv
  nvidia-smi --query-gpu=timestamp,utilization.gpu,memory.used,power.draw --format=csv -l 1 > "$out/$what-gpu.csv" &
  trap 'kill '$! EXIT
fi

case $what in
  boost)
    device=${1:-cuda}
    [[ $# -gt 0 ]] && shift
    mkdir -p "$work/native/lib/linux/x86_64"
    unxz_to "$kit/libxgboost4j.so.xz" "$work/native/lib/linux/x86_64/libxgboost4j.so"
    [[ $# -gt 0 ]] || set -- 1000:5:5:60 10000:5:5:60 100000:5:5:60 1000000:5:3:60 10000000:2:1:120 50000000:1:1:120
    "$work/jre/bin/java" --add-modules jdk.incubator.foreign --enable-native-access=ALL-UNNAMED -Xmx"${HEAP:-12g}" \
      -cp "$kit/classes:$kit/*:$work/native" org.tidemark.bench.gpu.BoostBench "$out" "$(nproc)" "$device" "$@" \
      2>&1 | tee "$out/boost.log"
    ;;
  sql)
    mode=${1:-run}
    rows=${2:-20000000}
    opens=(-XX:+IgnoreUnrecognizedVMOptions --add-modules=jdk.incubator.vector -Djdk.reflect.useDirectMethodHandle=false)
    for package in lang lang.invoke lang.reflect io net nio util util.concurrent util.concurrent.atomic; do
      opens+=("--add-opens=java.base/java.$package=ALL-UNNAMED")
    done
    for package in jdk.internal.ref sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
      opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
    done
    settings=(-Dspark.master="local[*]" -Dspark.driver.host=127.0.0.1 -Dspark.ui.enabled=false
      -Dspark.sql.session.timeZone=UTC -Duser.timezone=UTC -Dspark.sql.shuffle.partitions=32
      -Dspark.sql.files.maxPartitionBytes=512m -Dspark.local.dir="$work/spark"
      -Dspark.rapids.sql.expression.cpuBridge.enabled=false)
    path="$kit/classes:$kit/rapids.jar:$kit/jars/*"
    if [[ $mode == run ]]; then
      mkdir -p "$work/rapids/amd64/Linux"
      unxz_to "$kit/native.tar.xz" "$work/native.tar"
      tar -C "$work/rapids/amd64/Linux" -xf "$work/native.tar"
      unxz_to "$kit/libcudf.so.xz" "$work/rapids/amd64/Linux/libcudf.so"
      path="$path:$work/rapids"
      settings+=(-Dspark.plugins=com.nvidia.spark.SQLPlugin -Dspark.rapids.sql.concurrentGpuTasks=4
        -Dspark.rapids.memory.pinnedPool.size=8g -Dspark.rapids.memory.gpu.allocFraction=0.6
        -Dspark.rapids.sql.batchSizeBytes=1g)
    fi
    SPARK_LOCAL_IP=127.0.0.1 "$work/jre/bin/java" "${opens[@]}" "${settings[@]}" -Xmx"${HEAP:-24g}" -cp "$path" \
      org.tidemark.bench.gpu.SqlBench "$mode" "$out" "$rows" 2>&1 | tee "$out/sql.log"
    ;;
  *) echo "unknown benchmark $what: boost or sql" >&2; exit 2 ;;
esac
