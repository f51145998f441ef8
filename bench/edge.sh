#!/usr/bin/env bash
# Usage: bench/edge.sh [SECONDS] [ROUNDS] [OTHER_HOSTS] [WARM_UP_REQUESTS]
# Compares the edge without its firewall with nginx as an HTTPS proxy on one machine: the same upstream, the same
# certificate, keep-alive GETs of 2 KB from wrk over 32 connections, in turns. Prints processor time per request of each
# whole process, which stays comparable on a busy machine, unlike wall time.
source "$(dirname "$0")/edge-common.sh"
seconds=${1:-10} rounds=${2:-3} others=${3:-0} warm=${4:-600000}
application
build
edge edge "$others" off
warm "$port" "$warm"
peer edge
compare nginx "$nginx" "$proxy" edge "$edge" "$port" "$seconds" "$rounds"
echo "memory MB: nginx $(memory "$nginx") edge $(memory "$edge")"
