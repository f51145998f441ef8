#!/usr/bin/env bash
# Usage: bench/edge-scale.sh [OTHER_HOSTS] [IDLE_CONNECTIONS] [SECONDS] [ROUNDS]
# What size costs the edge: memory alone and idle, with many idle TLS connections after one request each, with many
# hosts that each have a certificate and an allow-list of twenty ranges; how long a new snapshot of all of them takes to
# be in force, and the one on disk after `kill -9`; processor time per request with 10 hosts and with many, in turns.
# Needs 20,000 open files.
source "$(dirname "$0")/edge-common.sh"
others=${1:-10000} idle=${2:-9500} seconds=${3:-6} rounds=${4:-3}
ulimit -n "$(ulimit -Hn)"
application
build
visit() { # PORT HOST COUNT: until all have been
  rm -f "$work/crowd.in"
  mkfifo "$work/crowd.in"
  "$java" -Xmx6g --enable-native-access=ALL-UNNAMED -cp "$classpath" casemate.bench.IdleCrowd "$@" \
    <"$work/crowd.in" >"$work/crowd.out" 2>&1 &
  crowd=$!
  pids+=("$crowd")
  exec 8>"$work/crowd.in"
  said "$work/crowd.out" open
  sleep 5
}
edge few 9 off
few=$edge few_port=$port
sleep 5
echo "edge alone with 10 hosts, idle: $(memory "$few") MB"
visit "$few_port" "$host" "$idle"
echo "edge with 10 hosts and these connections idle: $(memory "$few") MB"
kill "$crowd"
edge many "$others" off
said "$work/many.out" snapshot
sleep 5
echo "edge with $others hosts, idle: $(memory "$edge") MB"
visit "$port" "i%d.casemate.localhost" "$others"
echo "edge once each host has its certificate: $(memory "$edge") MB"
kill "$crowd"
echo change >&"$hold"
said "$work/many.out" changed
kill -9 "$edge"
start many
said "$work/many.out" snapshot
sleep 5
echo "edge with $others hosts after a restart, idle: $(memory "$edge") MB"
warm "$few_port" 300000
warm "$port" 300000
compare few "$few" "$few_port" many "$edge" "$port" "$seconds" "$rounds"
