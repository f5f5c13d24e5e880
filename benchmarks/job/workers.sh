#!/usr/bin/env bash
# A study on the folds of combinatorial purged cross-validation, by a standalone cluster of one worker and then of two.
#
#   benchmarks/job/workers.sh LAKE AS_OF [TRIALS [GROUPS]]     TRIALS (4) of C(GROUPS, 2) fits each; GROUPS (10): 45
#
# LAKE has features and labels up to AS_OF and is copied, never changed. Prints the seconds of each run by models.runs,
# and whether both left the same trials. Needs a build (./mvnw verify -DskipTests).
set -euo pipefail
home="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
[[ $# -ge 2 ]] || { sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 64; }
lake="$1"
as_of="$2"
trials="${3:-4}"
groups="${4:-10}"
port=17177
folder="$(mktemp -d)"
trap '"$home/.ci/standalone.sh" stop --port "$port" --dir "$folder/cluster" >/dev/null || true; rm -rf "$folder"' EXIT
export TIDEMARK_BUILD=never

for workers in 1 2; do
  cp -r "$lake" "$folder/lake-$workers"
  master="$("$home/.ci/standalone.sh" start --port "$port" --dir "$folder/cluster" --workers "$workers" --cores 1 --memory 2g)"
  "$home/tidemark" --properties-file "$home/cluster-configs/standalone.conf" --master "$master" \
    --conf spark.driver.host=127.0.0.1 --conf spark.driver.memory=2g --conf spark.executor.memory=1500m \
    --conf spark.executor.cores=1 --conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=2 \
    tune --lake "$folder/lake-$workers" --as-of "$as_of" --study workers --set learners=xgboost \
    --set "split=cpcv:groups=$groups,test=2,embargo=PT1H" --space 'xgboost.depth=int(2,8)' --sampler random \
    --batch "$trials" --trials "$trials" --metric auc
  "$home/.ci/standalone.sh" stop --port "$port" --dir "$folder/cluster" >/dev/null
  "$home/tidemark" sql --lake "$folder/lake-$workers" --format csv \
    "select round(seconds) from models.runs where task = 'tune'" | tail -n 1 >"$folder/seconds-$workers"
  "$home/tidemark" sql --lake "$folder/lake-$workers" --format csv \
    "select trial, status, value, parameters from models.trials where study = 'workers' order by trial" >"$folder/trials-$workers"
done
echo "one worker $(<"$folder/seconds-1") s, two workers $(<"$folder/seconds-2") s"
if cmp -s "$folder/trials-1" "$folder/trials-2"; then echo "same trials"; else echo "different trials"; exit 1; fi
