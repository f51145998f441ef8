#!/usr/bin/env bash
# Usage: bench/edge-latency.sh [REQUESTS_PER_SECOND] [SECONDS] [ROUNDS] [WARM_UP_REQUESTS]
# What the edge without its firewall and nginx add to an answer's time at a steady rate: h2load over 32 connections
# straight to the application (plain HTTP) and through each proxy (TLS), in turns. Without a rate, half of what the
# edge manages. Needs nghttp2-client (a Debian package) besides.
source "$(dirname "$0")/edge-common.sh"
rate=${1:-0} seconds=${2:-10} rounds=${3:-3} warm=${4:-400000}
application
build
edge edge 0 off
warm "$port" "$warm"
peer edge
if [ "$rate" -eq 0 ]; then
  rate=$(($(load "$port" "$seconds") / seconds / 2))
fi
each=$((rate / connections))
steady() { # URL PORT: prints the 50th, 99th and 99.9th percentile in milliseconds
  rm -f "$work/times"
  h2load --h1 -t1 -c$connections --rps=$each -D "$seconds" --warm-up-time=1s --connect-to="127.0.0.1:$2" \
    --log-file="$work/times" "$1" >"$work/h2load.out"
  if ! grep -qE ' 0 failed, 0 errored, 0 timeout' "$work/h2load.out"; then cat "$work/h2load.out" >&2; exit 1; fi
  cut -f3 "$work/times" | sort -n | awk '{t[NR] = $1} END {
    printf "%.2f %.2f %.2f\n", t[int(NR * 0.5)] / 1000, t[int(NR * 0.99)] / 1000, t[int(NR * 0.999)] / 1000}'
}
echo "$((each * connections)) requests a second"
echo "round who p50-ms p99-ms p99.9-ms"
for round in $(seq "$rounds"); do
  echo "$round direct $(steady "http://127.0.0.1:$upstream/" "$upstream")"
  echo "$round nginx $(steady "https://$host:$proxy/" "$proxy")"
  echo "$round edge $(steady "https://$host:$port/" "$port")"
done
