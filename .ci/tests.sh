#!/usr/bin/env bash
# Runs the integration tests of one tag on the build that is there: .ci/tests.sh TAG [MAVEN_OPTION]...
# At least one must run; a skipped one fails because its prerequisite is required.
set -euo pipefail
cd "$(dirname "$0")/.."
tag="$1"
shift
rm -rf ./*/target/failsafe-reports
rc=0
./mvnw -q -B test-compile failsafe:integration-test failsafe:verify -Dspotless.check.skip=true \
  "-Dgroups=$tag" -Dexcluded.tags=none "-Drequire=${REQUIRE:-$tag}" "$@" </dev/null || rc=$?
.ci/count.sh failsafe || rc=1
exit "$rc"
