#!/usr/bin/env bash
# Runs a whole-job benchmark: builds it, then starts its main class in one JVM with the settings of cluster-configs/local.conf.
#
#   benchmarks/job/run.sh CLASS [ARGUMENT]...        CLASS of org.tidemark.benchmarks.job, for example ParityRun
#
# Environment, all optional: HEAP (6g), CORES (2), BUILD ("never": use what is built), JVM_OPTIONS (none)
set -euo pipefail
home="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
[[ $# -ge 1 ]] || { sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 64; }
class="org.tidemark.benchmarks.job.$1"
shift
if [[ "${BUILD:-}" != never ]]; then
  "$home/mvnw" -q -f "$home/pom.xml" -Pbenchmarks -pl benchmarks/job -am process-classes -Dspotless.check.skip=true >&2
fi
options=()
while read -r key value; do
  [[ -z "$key" || "$key" == \#* ]] || options+=("-D$key=$value")
done <"$home/cluster-configs/local.conf"
read -r -a modules < <(sed -n 's/.*<spark.module.options>\(.*\)<\/spark.module.options>.*/\1/p' "$home/pom.xml")
read -r -a more <<<"${JVM_OPTIONS:-}"
export SPARK_LOCAL_IP=127.0.0.1 ORT_DISABLE_TELEMETRY=1
exec java "${modules[@]}" "${options[@]}" "-Dspark.master=local[${CORES:-2}]" "-Xmx${HEAP:-6g}" -XX:+UseParallelGC \
  -Duser.timezone=UTC "-Dtidemark.home=$home" "${more[@]}" \
  -cp "$home/benchmarks/job/target/classes:$(cat "$home/benchmarks/job/target/classpath")" "$class" "$@"
