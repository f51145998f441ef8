#!/usr/bin/env bash
# Usage: bench/edge-scale.sh [OTHER_HOSTS] [IDLE_CONNECTIONS]
# What the edge costs when little happens: its memory alone and idle, with many hosts (each with an allow-list of twenty
# ranges), and with many idle TLS connections after one request each; how long the snapshot takes to be in force.
# Needs nginx (a Debian package) and 20,000 open files.
set -euo pipefail
others=${1:-10000} idle=${2:-9500}
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT
ulimit -n "$(ulimit -Hn)"

upstream=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir -p "$work/files" "$work/upstream"
head -c 2048 /dev/zero | tr '\0' x >"$work/files/index.html"
chmod -R a+rX "$work"
cat >"$work/upstream/nginx.conf" <<CONF
daemon off; worker_processes 1; pid $work/upstream/pid; events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000; server { listen 127.0.0.1:$upstream; root $work/files; } }
CONF
nginx -p "$work/upstream" -c "$work/upstream/nginx.conf" -e "$work/upstream/error.log" &
pids+=($!)

"$top/mvnw" -ntp -q -f "$top/pom.xml" -pl bench -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=runtime
classpath=$top/bench/target/classes:$(cat "$work/classpath")
java="${JAVA_HOME:-/usr}/bin/java"

memory() { awk '/VmRSS/ {printf "%.0f", $2 / 1024}' "/proc/$1/status"; }
say() { for _ in $(seq 3000); do grep -q "^$2" "$1" && break; sleep 0.1; done; grep "^$2" "$1"; }

edge() { # NAME HOSTS: an edge alone in its process; sets $edge and $port
  mkfifo "$work/$1.in"
  "$java" ${EDGE_JAVA_OPTIONS:--Xmx256m -XX:+UseSerialGC} --enable-native-access=ALL-UNNAMED -cp "$classpath" \
    casemate.bench.EdgeUnderLoad "$work/$1" "$upstream" "$2" <"$work/$1.in" >"$work/$1.out" 2>"$work/$1.err" &
  edge=$!
  pids+=("$edge")
  eval "exec {hold}>'$work/$1.in'"
  port=$(say "$work/$1.out" port | awk '{print $2}')
  say "$work/$1.out" snapshot
}

edge few 10
sleep 5
echo "edge alone with 10 hosts, idle: $(memory "$edge") MB"
kill "$edge"
edge many "$others"
sleep 5
echo "edge with $others hosts, idle: $(memory "$edge") MB"
before=$(memory "$edge")
mkfifo "$work/crowd.in"
"$java" -Xmx6g --enable-native-access=ALL-UNNAMED -cp "$classpath" casemate.bench.IdleCrowd "$port" bench.casemate.localhost "$idle" \
  <"$work/crowd.in" >"$work/crowd.out" 2>&1 &
pids+=($!)
exec 8>"$work/crowd.in"
say "$work/crowd.out" open
sleep 5
echo "edge with these connections idle: $(memory "$edge") MB ($(($(memory "$edge") - before)) MB more)"
