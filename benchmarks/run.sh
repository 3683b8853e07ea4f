#!/bin/sh
# Builds the library and runs one group of benchmarks: jwt, apikey, access, filter, throttle, flood, redis, me, hash, db, overload,
# timing, startup, all; or `report` to print again.
# Usage: benchmarks/run.sh <group> [--rounds=3] [--quick]
set -eu
cd "$(dirname "$0")/.."
mvn -q -B -pl benchmarks,benchmarks/startup -am -DskipTests package dependency:build-classpath \
  -Dmdep.outputFile=target/classpath -Dmdep.includeScope=runtime >&2
cd benchmarks
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx512m -cp "target/classes:$(cat target/classpath)" \
  dev.gatehouse.benchmarks.Main "${@:-all}"
