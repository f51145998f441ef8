#!/usr/bin/env bash
# Usage: bench/edge-firewall.sh [SECONDS] [ROUNDS] [WARM_UP_REQUESTS] [RULES_DIRECTORY]
# Compares the edge with its firewall in blocking mode with nginx + libmodsecurity: the same settings and rules (a
# checkout of the Core Rule Set, else Debian's), the same requests, in turns. Prints processor time per request of each
# whole process. Needs libnginx-mod-http-modsecurity and modsecurity-crs (Debian packages) besides.
source "$(dirname "$0")/edge-common.sh"
seconds=${1:-10} rounds=${2:-2} warm=${3:-100000} EDGE_RULES=${4:-}
connections=8 # the peer needs tens of milliseconds for a request
application
build
edge edge 0 block
crs=${EDGE_RULES:-/usr/share/modsecurity-crs} setup=/etc/modsecurity/crs/crs-setup.conf
if [ -n "$EDGE_RULES" ]; then setup=$crs/crs-setup.conf.example; fi
settings=$top/waf/src/main/resources/casemate/waf/seclang/settings.conf
cat >"$work/rules.conf" <<CONF
Include $settings
Include $setup
Include $crs/rules/*.conf
SecAuditLogType Serial
SecAuditLog $work/audit.log
CONF
fields=(-H 'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
  -H 'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' -H 'Accept-Language: en-US,en;q=0.5')
cat >"$work/get.lua" <<'LUA'
wrk.path = "/?page=2&sort=name"
LUA
cat >"$work/form.lua" <<'LUA'
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
local text = string.rep("A+note+from+the+meeting+on+Monday+at+ten.+", 45)
wrk.body = "title=Minutes&author=Anna&section=12&text=" .. text
LUA
get=("${fields[@]}" -H 'Cookie: session=0123456789abcdef' -s "$work/get.lua")
form=("${fields[@]}" -s "$work/form.lua")
ask() { # PORT PATH: the status of the answer, 000 for none
  curl -sk -o /dev/null -w '%{http_code}' --connect-to "$host:$1:127.0.0.1:$1" "https://$host:$1$2" || true
}
ready() { for _ in $(seq 300); do [ "$(ask "$1" /)" = 200 ] && return; sleep 0.2; done; }
attack="/?id=1%27%20OR%20%271%27=%271"
ready "$port"
warm "$port" "$warm" "${get[@]}"
warm "$port" "$((warm / 4))" "${form[@]}"
NGINX_MODULE="load_module /usr/lib/nginx/modules/ngx_http_modsecurity_module.so;" \
  peer edge "modsecurity on; modsecurity_rules_file $work/rules.conf;"
ready "$proxy"
echo "an attack is answered: nginx $(ask "$proxy" "$attack") edge $(ask "$port" "$attack")"
for kind in get form; do
  echo "$kind:"
  declare -n options=$kind
  compare edge "$edge" "$port" nginx "$nginx" "$proxy" "$seconds" "$rounds" "${options[@]}"
done
