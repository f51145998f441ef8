#!/usr/bin/env bash
# Usage: bench/edge-scale.sh [OTHER_HOSTS] [IDLE_CONNECTIONS] [SECONDS] [ROUNDS]
# What size costs the edge: processor time per request with 10 hosts and with many, in turns, each host with an
# allow-list of twenty ranges; how long the snapshot takes to be in force; memory alone and idle, with many hosts, and
# with many idle TLS connections after one request each. Needs 20,000 open files.
source "$(dirname "$0")/edge-common.sh"
others=${1:-10000} idle=${2:-9500} seconds=${3:-6} rounds=${4:-3}
ulimit -n "$(ulimit -Hn)"
application
build
edge few 9 off
few=$edge few_port=$port
sleep 5
echo "edge alone with 10 hosts, idle: $(memory "$few") MB"
edge many "$others" off
said "$work/many.out" snapshot
sleep 5
echo "edge with $others hosts, idle: $(memory "$edge") MB"
before=$(memory "$edge")
mkfifo "$work/crowd.in"
"$java" -Xmx6g --enable-native-access=ALL-UNNAMED -cp "$classpath" casemate.bench.IdleCrowd "$port" "$host" "$idle" \
  <"$work/crowd.in" >"$work/crowd.out" 2>&1 &
crowd=$!
pids+=("$crowd")
exec 8>"$work/crowd.in"
said "$work/crowd.out" open
sleep 5
echo "edge with these connections idle: $(memory "$edge") MB ($(($(memory "$edge") - before)) MB more)"
kill "$crowd"
warm "$few_port" 300000
warm "$port" 300000
compare few "$few" "$few_port" many "$edge" "$port" "$seconds" "$rounds"
