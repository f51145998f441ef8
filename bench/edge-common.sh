# What the edge's benchmarks have in common; sourced by them. Everything stays on this machine's loopback and ends with the
# script. Needs nginx, wrk, python3, unshare (Debian packages), root, and EDGE_CLASSPATH when nothing is to be built.
set -euo pipefail
connections=32 host=bench.casemate.localhost
top=$(cd "$(dirname "$0")/.." && pwd)
source "$top/bench/jdk.sh"
java=$JAVA_HOME/bin/java
work=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT
chmod a+rx "$work"

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

serve() { # NAME, its configuration on standard input: an nginx; sets $served
  mkdir -p "$work/$1"
  cat >"$work/$1/nginx.conf"
  nginx -p "$work/$1" -c "$work/$1/nginx.conf" -e "$work/$1/error.log" &
  served=$!
  pids+=("$served")
}

application() { # serves a file of 2 KB to GET and POST alike; sets $upstream
  upstream=$(free_port)
  mkdir -p "$work/files"
  head -c 1536 /dev/urandom | base64 -w0 | head -c 2048 >"$work/files/index.html"
  chmod -R a+rX "$work/files"
  serve upstream <<CONF
daemon off; worker_processes 1; pid $work/upstream/pid; events { worker_connections 4096; }
http {
  access_log off; keepalive_requests 1000000; default_type text/html;
  server { listen 127.0.0.1:$upstream; root $work/files; error_page 405 =200 /index.html; }
}
CONF
}

build() { # sets $classpath
  classpath=${EDGE_CLASSPATH:-}
  if [ -z "$classpath" ]; then
    "$top/mvnw" -ntp -q -f "$top/pom.xml" -pl bench -am test-compile dependency:build-classpath \
      -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=runtime
    classpath=$top/bench/target/classes:$(cat "$work/classpath")
  fi
}

said() { # FILE WORD: waits for the line that begins with it, and prints it
  for _ in $(seq 3000); do grep -q "^$2" "$1" && break; sleep 0.1; done
  grep "^$2" "$1"
}

# What the launcher gives a platform, so that what is measured is what runs.
flags() { sed -n "s/^$1='\(.*\)'$/\1/p" "$top/casemate"; }

start() { # NAME: an edge alone in its process on its directory; sets $edge and $port
  rm -f "$work/$1.in"
  mkfifo "$work/$1.in"
  # shellcheck disable=SC2046 # the flags are meant to be split
  "$java" ${EDGE_JAVA_OPTIONS:-$(flags up_flags) $(flags open_flags)} -cp "$classpath" \
    casemate.bench.EdgeUnderLoad "$work/$1" "$work/$1.snapshots" ${EDGE_RULES:+"$EDGE_RULES"} <"$work/$1.in" >"$work/$1.out" 2>"$work/$1.err" &
  edge=$!
  pids+=("$edge")
  eval "exec {hold}>'$work/$1.in'"
  for _ in $(seq 3000); do grep -q '^port' "$work/$1.out" && break; kill -0 "$edge" || { cat "$work/$1.err" >&2; exit 1; }; sleep 0.1; done
  port=$(said "$work/$1.out" port | awk '{print $2}')
}

edge() { # NAME OTHER_HOSTS off|block: the same, new, with so many hosts
  "$java" -Xmx2g -cp "$classpath" casemate.bench.EdgeSnapshots "$work/$1.snapshots" "$upstream" "$2" "$3"
  start "$1"
}

peer() { # EDGE_NAME, further directives of its server: an nginx proxy with the same certificate; sets $nginx and $proxy
  proxy=$(free_port)
  awk '/BEGIN CERT/,/END CERT/' "$work/$1/leaves/$host.pem" >"$work/chain.pem"
  awk '/BEGIN CERT/ {n++} n == 1' "$work/$1/ca/authority.pem" >>"$work/chain.pem"
  awk '/BEGIN PRIVATE/,/END PRIVATE/' "$work/$1/leaves/$host.pem" >"$work/key.pem"
  serve proxy <<CONF
${NGINX_MODULE:-}
daemon off; worker_processes 2; pid $work/proxy/pid; events { worker_connections 4096; }
http {
  access_log $work/proxy/access.log; keepalive_requests 1000000;
  upstream inside { server 127.0.0.1:$upstream; keepalive 64; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:$proxy ssl; server_name $host;
    ssl_certificate $work/chain.pem; ssl_certificate_key $work/key.pem; ssl_protocols TLSv1.2 TLSv1.3;
    add_header Strict-Transport-Security "max-age=31536000" always;
    ${2:-}
    location / {
      proxy_pass http://inside; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host \$host;
      proxy_set_header X-Forwarded-For \$remote_addr; proxy_set_header X-Forwarded-Proto https;
    }
  }
}
CONF
  nginx=$served
  sleep 2
}

load() { # PORT SECONDS [OPTION_OF_WRK...]: prints the number of requests answered, refuses if any went wrong
  local to=$1 seconds=$2
  shift 2
  echo "127.0.0.1 $host" >"$work/hosts"
  unshare -m sh -c "mount --bind '$work/hosts' /etc/hosts && exec \"\$@\"" sh \
    wrk --timeout 30s -t1 -c$connections "-d${seconds}s" "$@" "https://$host:$to/" >"$work/wrk.out"
  if grep -qE 'Non-2xx|Socket errors' "$work/wrk.out"; then cat "$work/wrk.out" >&2; exit 1; fi
  awk '/requests in/ {print $1}' "$work/wrk.out"
}

warm() { # PORT REQUESTS [OPTION_OF_WRK...]: until so many are answered: the JIT's own time is not the question
  local to=$1 wanted=$2 answered=0 slices=0
  shift 2
  while [ "$answered" -lt "$wanted" ] && [ "$slices" -lt 30 ]; do
    answered=$((answered + $(load "$to" 10 "$@")))
    slices=$((slices + 1))
  done
}

ticks() { # PID: processor time of a process and its children, in clock ticks
  for pid in "$1" $(pgrep -P "$1"); do awk '{print $14 + $15}' "/proc/$pid/stat"; done | awk '{s += $1} END {print s}'
}
memory() { for pid in "$1" $(pgrep -P "$1"); do awk '/VmRSS/ {print $2}' "/proc/$pid/status"; done | awk '{s += $1} END {printf "%.0f", s / 1024}'; }

middle() { sort -g | awk '{v[NR] = $1} END {print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2}'; } # of numbers, one a line

measure() { # PID PORT SECONDS [OPTION_OF_WRK...]: prints milliseconds of processor time per request, and the requests
  local before requests pid=$1
  shift
  before=$(ticks "$pid")
  requests=$(load "$@")
  awk -v t=$(($(ticks "$pid") - before)) -v hz="$(getconf CLK_TCK)" -v n="$requests" 'BEGIN {printf "%.4f %d\n", 1000 * t / hz / n, n}'
}

compare() { # NAME_A PID_A PORT_A NAME_B PID_B PORT_B SECONDS ROUNDS [OPTION_OF_WRK...]: in turns; a table and its middle
  local name_a=$1 pid_a=$2 port_a=$3 name_b=$4 pid_b=$5 port_b=$6 seconds=$7 rounds=$8 round a b na nb
  shift 8
  echo "round $name_a-ms $name_b-ms ratio $name_a-requests $name_b-requests"
  for round in $(seq "$rounds"); do
    read -r a na <<<"$(measure "$pid_a" "$port_a" "$seconds" "$@")"
    read -r b nb <<<"$(measure "$pid_b" "$port_b" "$seconds" "$@")"
    awk -v r="$round" -v a="$a" -v b="$b" -v na="$na" -v nb="$nb" 'BEGIN {printf "%d %s %s %.2f %d %d\n", r, a, b, b / a, na, nb}'
  done | tee "$work/rounds"
  echo "middle $(awk '{print $2}' "$work/rounds" | middle) $(awk '{print $3}' "$work/rounds" | middle) $(awk '{print $4}' "$work/rounds" | middle)"
}
