#!/usr/bin/env bash
# Runs the integration tests that take too long for the default test command: kills, launchers, second models.
set -euo pipefail
cd "$(dirname "$0")/.."
.ci/tests.sh slow
