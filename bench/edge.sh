#!/usr/bin/env bash
# Usage: bench/edge.sh [SECONDS] [ROUNDS] [OTHER_HOSTS] [WARM_UP_SECONDS]
# Compares the edge with nginx as an HTTPS proxy on one machine: the same upstream, the same certificate, keep-alive
# GETs of 2 KB from wrk over 32 connections, in turns. Prints processor time per request of each whole process, which
# stays comparable on a busy machine, unlike wall time. Needs nginx, wrk, unshare (Debian packages) and root.
set -euo pipefail
seconds=${1:-10} rounds=${2:-3} others=${3:-0} warm=${4:-60}
connections=32 host=bench.casemate.localhost
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# nginx for both parts: one that serves the file, one that stands before it.
serve() { # NAME CONFIGURATION
  mkdir -p "$work/$1"
  cat >"$work/$1/nginx.conf"
  nginx -p "$work/$1" -c "$work/$1/nginx.conf" -e "$work/$1/error.log" &
  pids+=($!)
}
upstream=$(free_port) proxy=$(free_port)
mkdir -p "$work/files"
head -c 1536 /dev/urandom | base64 -w0 | head -c 2048 >"$work/files/index.html"
chmod -R a+rX "$work"
serve upstream <<CONF
daemon off; worker_processes 1; pid $work/upstream/pid; events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000; server { listen 127.0.0.1:$upstream; root $work/files; } }
CONF

mvn=("$top/mvnw" -ntp -q -f "$top/pom.xml")
"${mvn[@]}" -pl bench -am test-compile dependency:build-classpath -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=runtime
classpath=$top/bench/target/classes:$(cat "$work/classpath")
mkfifo "$work/stdin"
"${JAVA_HOME:-/usr}/bin/java" ${EDGE_JAVA_OPTIONS:--Xmx256m} --enable-native-access=ALL-UNNAMED \
  -cp "$classpath" casemate.bench.EdgeUnderLoad "$work/edge" "$upstream" "$others" \
  <"$work/stdin" >"$work/edge.out" 2>"$work/edge.err" &
edge=$!
pids+=("$edge")
exec 9>"$work/stdin"
for _ in $(seq 200); do grep -q '^port' "$work/edge.out" && break; sleep 0.1; done
port=$(awk '/^port/ {print $2}' "$work/edge.out")

load() { # PORT SECONDS: prints the number of requests answered, refuses if any went wrong
  echo "127.0.0.1 $host" >"$work/hosts"
  unshare -m sh -c "mount --bind '$work/hosts' /etc/hosts && exec wrk --timeout 30s -t1 -c$connections -d${2}s https://$host:$1/" >"$work/wrk.out"
  if grep -qE 'Non-2xx|Socket errors' "$work/wrk.out"; then cat "$work/wrk.out" >&2; exit 1; fi
  awk '/requests in/ {print $1}' "$work/wrk.out"
}
load "$port" 5 >/dev/null

# The edge has made the certificate by now; nginx shows the same.
awk '/BEGIN CERT/,/END CERT/' "$work/edge/leaves/$host.pem" >"$work/chain.pem"
awk '/BEGIN CERT/ {n++} n == 1' "$work/edge/ca/authority.pem" >>"$work/chain.pem"
awk '/BEGIN PRIVATE/,/END PRIVATE/' "$work/edge/leaves/$host.pem" >"$work/key.pem"
serve proxy <<CONF
daemon off; worker_processes 2; pid $work/proxy/pid; events { worker_connections 4096; }
http {
  access_log $work/proxy/access.log; keepalive_requests 1000000;
  upstream inside { server 127.0.0.1:$upstream; keepalive 64; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:$proxy ssl; server_name $host;
    ssl_certificate $work/chain.pem; ssl_certificate_key $work/key.pem; ssl_protocols TLSv1.2 TLSv1.3;
    add_header Strict-Transport-Security "max-age=31536000" always;
    location / {
      proxy_pass http://inside; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host \$host;
      proxy_set_header X-Forwarded-For \$remote_addr; proxy_set_header X-Forwarded-Proto https;
    }
  }
}
CONF
nginx=${pids[-1]}
sleep 1

ticks() { # PID: processor time of a process and its children, in clock ticks
  for pid in "$1" $(pgrep -P "$1"); do awk '{print $14 + $15}' "/proc/$pid/stat"; done | awk '{s += $1} END {print s}'
}
memory() { for pid in "$1" $(pgrep -P "$1"); do awk '/VmRSS/ {print $2}' "/proc/$pid/status"; done | awk '{s += $1} END {print s / 1024}'; }
measure() { # PID PORT: prints milliseconds of processor time per request
  before=$(ticks "$1")
  requests=$(load "$2" "$seconds")
  after=$(ticks "$1")
  awk -v t=$((after - before)) -v hz="$(getconf CLK_TCK)" -v n="$requests" 'BEGIN {printf "%.4f %d\n", 1000 * t / hz / n, n}'
}
load "$port" "$warm" >/dev/null # the JIT's own time is not the question
echo "round nginx-ms edge-ms ratio nginx-requests edge-requests"
for round in $(seq "$rounds"); do
  read -r a na <<<"$(measure "$nginx" "$proxy")"
  read -r b nb <<<"$(measure "$edge" "$port")"
  awk -v r="$round" -v a="$a" -v b="$b" -v na="$na" -v nb="$nb" 'BEGIN {printf "%d %s %s %.2f %d %d\n", r, a, b, b / a, na, nb}'
done
printf 'memory MB: nginx %.0f edge %.0f\n' "$(memory "$nginx")" "$(memory "$edge")"
