#!/usr/bin/env bash
# Runs the whole nightly chain on recorded markets and prints what each report says.
#
#   scripts/real-reports.sh DATA LAKE [SET]...
#
# DATA holds the folders crypto-1m, us-daily-88 and nse-daily. Each SET gets a lake of its own, LAKE/SET:
#   us88    88 US stocks, 2012-09 to 2017-09, daily bars; label: sign of the return of a week (five bars)
#   nse34   34 Indian stocks, 2000 to 2020, daily bars; the same label
#   btcusd  BTCUSD on Bitfinex, 2015 to 2018, bars of a minute; label: sign of the return of an hour (60 bars)
# Without a SET all of them run, the small ones first. What has been ingested is not read again.
set -euo pipefail

home="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"

usage() {
  sed -n '4,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 64 # EX_USAGE
}

fail() {
  echo "real-reports: $*" >&2
  exit 66 # EX_NOINPUT
}

[[ $# -ge 2 ]] || usage
[[ -d "$1" ]] || fail "no folder $1 with the data"
data="$(cd "$1" && pwd -P)"
mkdir -p "$2"
lakes="$(cd "$2" && pwd -P)"
shift 2
sets=("$@")
[[ ${#sets[@]} -gt 0 ]] || sets=(us88 nse34 btcusd)

# A mapping of daily bars: daily_bars INSTRUMENT_COLUMN. A day is that of UTC, which ends hours after these exchanges
# close: a row is decided later than its close was known, never earlier.
daily_bars() {
  cat <<YAML
kind: bar
instrument: {column: $1}
columns: {time: Date, open: Open, high: High, low: Low, close: Close, volume: Volume}
time: {pattern: yyyy-MM-dd, zone: UTC, means: open}
bar-length: 1d
YAML
}

# Settings of daily bars: daily_settings COST_BASIS_POINTS. Small steps and big leaves, as there is much noise; labels of a
# week overlap, so the embargo is a week too. Annual figures count the days on which a decision of a week ends.
daily_settings() {
  cat <<PROPERTIES
sampler = time-86400s
label = fixed-7d
split = anchored:folds=8,train=0.4,embargo=P7D
cost.bps = $1
trade.days.per.year = 252
xgboost.depth = 4
xgboost.eta = 0.05
xgboost.min.child.weight = 200
xgboost.row.share = 0.5
xgboost.column.share = 0.5
PROPERTIES
}

# Writes what the set's lake needs and says its date: prepare SET LAKE
prepare() {
  local files
  case "$1" in
    us88) # liquid stocks: half a spread and commission of 5 basis points one way
      files="$data/us-daily-88/stocknet_daily_88.csv.gz"
      daily_bars symbol >"$2/bars.yaml"
      { echo "source.bars = $2/bars.yaml=$files" && daily_settings 5; } >"$2/nightly.properties"
      as_of=2017-09-02
      ;;
    nse34) # 10 basis points: the tax on delivered shares alone is that much
      files="$data/nse-daily/nifty50_daily.csv.gz"
      daily_bars ticker >"$2/bars.yaml"
      { echo "source.bars = $2/bars.yaml=$files" && daily_settings 10; } >"$2/nightly.properties"
      as_of=2020-05-01
      ;;
    btcusd) # 20 basis points: the venue's fee for taking liquidity in those years
      files="$data/crypto-1m/BTCUSD_*.csv.gz"
      cat >"$2/nightly.properties" <<PROPERTIES
source.bars = bitfinex-candles:BTCUSD=$files
sampler = time-60s
label = fixed-1h
split = anchored:folds=6,train=0.4,embargo=PT6H
cost.bps = 20
xgboost.depth = 5
xgboost.eta = 0.05
xgboost.min.child.weight = 500
xgboost.row.share = 0.5
xgboost.column.share = 0.5
PROPERTIES
      as_of=2019-01-01
      ;;
    *) fail "no set is called '$1'; there are us88, nse34 and btcusd" ;;
  esac
  compgen -G "$files" >/dev/null || fail "no file $files"
}

for set in "${sets[@]}"; do
  lake="$lakes/$set"
  mkdir -p "$lake"
  prepare "$set" "$lake"
  begin=$SECONDS
  "$home/tidemark" run nightly --lake "$lake" --as-of "$as_of"
  report="$lake/reports/nightly-$as_of-direction.html"
  echo "== $set: $((SECONDS - begin)) s, report $report"
  sed -n 's/.*<p class="sentence">\([^<]*\)<.*/\1/p' "$report" | head -n 1
done
