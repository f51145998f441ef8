#!/usr/bin/env bash
# Usage: bench/firewall.sh RULES_DIRECTORY [SECONDS] [ROUNDS] [REQUEST_NAME_PART]
# Compares the firewall with Debian's libmodsecurity: the same rules (a checkout of the Core Rule Set) and the same
# requests, in turns, in one run. Prints processor time per transaction, the spread, bytes allocated, what loading takes
# and what stays in memory. Needs cc and libmodsecurity-dev (Debian packages).
set -euo pipefail
rules=${1:?"which directory holds the rules?"} seconds=${2:-1} rounds=${3:-3} part=${4:-}
top=$(cd "$(dirname "$0")/.." && pwd)
source "$top/bench/jdk.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc -O2 -o "$work/modsecurity" "$top/bench/modsecurity.c" -lmodsecurity
"$top/mvnw" -ntp -q -f "$top/pom.xml" -pl bench -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=runtime
"$JAVA_HOME/bin/java" ${FIREWALL_JAVA_OPTIONS:--Xmx512m -XX:+UseSerialGC} \
  -cp "$top/bench/target/classes:$(cat "$work/classpath")" casemate.bench.FirewallBench \
  "$work/modsecurity" "$rules" "$work" "$seconds" "$rounds" "$part"
