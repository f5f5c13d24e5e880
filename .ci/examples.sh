#!/usr/bin/env bash
# Builds the example project as its user would: against installed libraries, with its own pom, its tests and its jar.
# Installs into a throw-away repository; what Maven has already downloaded is read from the usual one.
set -euo pipefail
cd "$(dirname "$0")/.."
home="$PWD"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
repository=("-Dmaven.repo.local=$work/repository" "-Dmaven.repo.local.tail=$HOME/.m2/repository" "-Dmaven.repo.local.tail.ignoreAvailability=true")
./mvnw -q -B install -pl features -am -DskipTests -Dspotless.check.skip=true "${repository[@]}" </dev/null
cp -r examples/external-feature "$work/project"
cd "$work/project"
rm -rf target
"$home/mvnw" -q -B -f pom.xml package "${repository[@]}" </dev/null
jar="$work/project/target/external-feature-1.0.0.jar"
tests="$(sed -n 's/.*<testsuite [^>]*tests="\([0-9]*\)".*/\1/p' target/surefire-reports/TEST-*.xml | awk '{n += $1} END {print n + 0}')"
((tests > 10)) || { echo "examples: only $tests tests ran" >&2; exit 1; }
cd "$home"
TIDEMARK_BUILD=never ./tidemark --jars "$jar" feature-sets closeloc
echo "$((tests + 1)) passed, 0 failed"
