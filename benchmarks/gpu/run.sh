#!/usr/bin/env bash
# Runs a GPU benchmark on this machine: run.sh boost KIT OUT [DEVICE [CASE...]], with the folder that
# build.sh made as KIT. Needs Linux x86-64, an NVIDIA driver for CUDA 13 and libgomp; no JDK, no network.
set -euo pipefail
what=${1:?boost}
kit=$(cd "${2:?folder made by build.sh}" && pwd)
out=$(mkdir -p "${3:?folder for results}" && cd "$3" && pwd)
shift 3
device=${1:-cuda}
[[ $# -gt 0 ]] && shift
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
    mkdir -p "$work/native/lib/linux/x86_64"
    unxz_to "$kit/libxgboost4j.so.xz" "$work/native/lib/linux/x86_64/libxgboost4j.so"
    [[ $# -gt 0 ]] || set -- 1000:5:5:60 10000:5:5:60 100000:5:5:60 1000000:5:3:60 10000000:2:1:120 50000000:1:1:120
    "$work/jre/bin/java" --add-modules jdk.incubator.foreign --enable-native-access=ALL-UNNAMED -Xmx"${HEAP:-12g}" \
      -cp "$kit/classes:$kit/*:$work/native" org.tidemark.bench.gpu.BoostBench "$out" "$(nproc)" "$device" "$@" \
      2>&1 | tee "$out/boost.log"
    ;;
  *) echo "unknown benchmark $what: boost" >&2; exit 2 ;;
esac
