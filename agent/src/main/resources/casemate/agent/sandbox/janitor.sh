# Takes down what one agent put up on this host: once before the agent starts (what a crash left), and once when the
# agent's end of this script's standard input closes, however the agent died.
# usage: janitor.sh sweep|keep NAME TABLE LINKS OPENLINKS STAGE SEALED CGROUP_ROOT...
first=$1 name=$2 table=$3 links=$4 open_links=$5 stage=$6 sealed=$7
shift 7

kill_all() {
    tries=0
    while [ $tries -lt 200 ]; do
        alive=
        for root; do
            for procs in "$root/$name/cgroup.procs" "$root/$name"/*/cgroup.procs; do
                [ -r "$procs" ] || continue
                for pid in $(cat "$procs" 2>/dev/null); do
                    alive=1
                    kill -KILL "$pid" 2>/dev/null
                done
            done
        done
        [ -z "$alive" ] && return 0
        tries=$((tries + 1))
        sleep 0.05
    done
    echo "processes of $name do not end" >&2
}

# What gocryptfs shows: once nobody looks at it any more, its process ends. One that has fallen left a view that nobody
# can look at, not even mountpoint.
hide() {
    tries=0
    while ! umount "$1" 2>/dev/null && mountpoint -q "$1" && [ $tries -lt 20 ]; do
        tries=$((tries + 1))
        sleep 0.05
    done
    umount --force --lazy "$1" 2>/dev/null
    rmdir "$1" 2>/dev/null
}

# The keys of volumes are the file system's, or a process's that shows one: they go with it.
lock() {
    for view in "$sealed"/open/*; do
        hide "$view"
    done
    tries=0
    while mountpoint -q "$sealed" && [ $tries -lt 20 ]; do
        umount "$sealed" 2>/dev/null && continue
        tries=$((tries + 1))
        sleep 0.05
    done
    mountpoint -q "$sealed" && umount --lazy "$sealed" 2>/dev/null
}

sweep() {
    kill_all "$@"
    lock
    for root; do
        for group in "$root/$name"/* "$root/$name"; do
            [ -d "$group" ] && rmdir "$group" 2>/dev/null
        done
    done
    nft delete table inet "$table" 2>/dev/null
    nft delete table inet "${table}_bans" 2>/dev/null
    for link in /sys/class/net/"$links"* /sys/class/net/"$open_links"*; do
        [ -e "$link" ] && ip link delete "${link##*/}" 2>/dev/null
    done
    rmdir "$stage"/* "$stage" "${stage%/*}" 2>/dev/null
    return 0
}

trap '' HUP INT TERM
[ "$first" = sweep ] && sweep "$@"
echo ready
cat >/dev/null
sweep "$@"
