#!/usr/bin/env bash
# A study on the folds of combinatorial purged cross-validation, by a standalone cluster of one worker and then of two.
#
#   benchmarks/job/workers.sh LAKE AS_OF [TRIALS [GROUPS [SHARE [TREES]]]]
#
# TRIALS (4) of C(GROUPS, 2) fits each, GROUPS (10): 45, of TREES (100) boosting rounds, on the first SHARE of the rows
# (1: all). 900 small fits: 20 10 0.1 10. LAKE has features and labels up to AS_OF and is copied, never changed. Prints
# the seconds of each side, their ratio, and whether both left the same trials. With WORK=FOLDER what is done is kept
# there: the same command goes on after a stop, and the seconds of both sides are then those of all attempts, each with
# the start of a session. Needs a build (./mvnw verify -DskipTests).
set -euo pipefail
home="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
[[ $# -ge 2 ]] || { sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 64; }
lake="$1"
as_of="$2"
trials="${3:-4}"
groups="${4:-10}"
share="${5:-1}"
trees="${6:-100}"
port=17177
folder="${WORK:-$(mktemp -d)}"
mkdir -p "$folder"
runner=''
leave() {
  [[ -z "$runner" ]] || kill "$runner" 2>/dev/null || true
  "$home/.ci/standalone.sh" stop --port "$port" --dir "$folder/cluster" >/dev/null || true
  [[ -n "${WORK:-}" ]] || rm -rf "$folder"
}
trap leave EXIT
trap 'exit 130' INT TERM
export TIDEMARK_BUILD=never

asked="$lake $as_of $trials $groups $share $trees"
if [[ -f "$folder/asked" && "$(<"$folder/asked")" != "$asked" ]]; then
  echo "workers: $folder was begun with '$(<"$folder/asked")', not '$asked'; give another folder" >&2
  exit 64
fi
echo "$asked" >"$folder/asked"
folds="cpcv:groups=$groups,test=2,embargo=PT1H"
if [[ "$share" == 1 ]]; then
  split=(--set "split=$folds")
else
  split=(--set "split=anchored:folds=2,train=$share" --inner "$folds" --outer-fold 0)
fi

for workers in 1 2; do
  [[ ! -f "$folder/trials-$workers" ]] || continue
  side="$folder/lake-$workers"
  if [[ ! -d "$side" ]]; then
    rm -rf "$side.part"
    cp -r "$lake" "$side.part"
    mv "$side.part" "$side"
  fi
  before=0
  [[ ! -f "$folder/spent-$workers" ]] || before="$(<"$folder/spent-$workers")"
  master="$("$home/.ci/standalone.sh" start --port "$port" --dir "$folder/cluster" --workers "$workers" --cores 1 --memory 2g)"
  SECONDS=0
  "$home/tidemark" --properties-file "$home/cluster-configs/standalone.conf" --master "$master" \
    --conf spark.driver.host=127.0.0.1 --conf spark.driver.memory=2g --conf spark.executor.memory=1500m \
    --conf spark.executor.cores=1 --conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=2 \
    tune --lake "$side" --as-of "$as_of" --study workers --set learners=xgboost --set "xgboost.trees=$trees" \
    "${split[@]}" --space 'xgboost.depth=int(2,8)' --sampler random --batch "$trials" --trials "$trials" --metric auc &
  runner=$!
  while kill -0 "$runner" 2>/dev/null; do
    echo $((before + SECONDS)) >"$folder/spent-$workers"
    sleep 1
  done
  wait "$runner" || { echo "workers: the study broke off" >&2; exit 1; }
  runner=''
  "$home/.ci/standalone.sh" stop --port "$port" --dir "$folder/cluster" >/dev/null
  if [[ "$before" == 0 ]]; then
    "$home/tidemark" sql --lake "$side" --format csv \
      "select round(seconds, 1) from models.runs where task = 'tune-workers'" | tail -n 1 >"$folder/job-$workers"
  fi
  "$home/tidemark" sql --lake "$side" --format csv \
    "select trial, status, value, parameters from models.trials where study = 'workers' order by trial" \
    >"$folder/trials-$workers.part"
  mv "$folder/trials-$workers.part" "$folder/trials-$workers"
done
seconds=job
[[ -f "$folder/job-1" && -f "$folder/job-2" ]] || seconds=spent
one="$(<"$folder/$seconds-1")"
two="$(<"$folder/$seconds-2")"
echo "$((trials * groups * (groups - 1) / 2)) fits: one worker $one s, two workers $two s," \
  "$(awk -v one="$one" -v two="$two" 'BEGIN { printf "%.2f", one / two }') times as fast"
if cmp -s "$folder/trials-1" "$folder/trials-2"; then echo "same trials"; else echo "different trials"; exit 1; fi
