#!/usr/bin/env bash
# Sums test reports: .ci/count.sh surefire|failsafe... prints "N passed, N failed, N skipped"; fails on a failure or on nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
for kind in "$@"; do
  find . -path "*/target/$kind-reports/TEST-*.xml" -print0
done | xargs -0 -r grep -h -o -E '<testsuite [^>]*>' | awk '
  function number(key) { return match($0, " " key "=\"[0-9]+\"") ? substr($0, RSTART + length(key) + 3, RLENGTH - length(key) - 4) : 0 }
  { total += number("tests"); failed += number("failures") + number("errors"); skipped += number("skipped") }
  END {
    printf "%d passed, %d failed, %d skipped\n", total - failed - skipped, failed, skipped
    exit !(failed == 0 && total > skipped)
  }'
