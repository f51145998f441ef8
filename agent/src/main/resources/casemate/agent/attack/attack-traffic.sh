# Run inside one test pod against another and against the host: prints `NAME 1` for what got through and `NAME 0` for
# what did not. Standard input, a line each: the other's marker, this pod's marker, the host's marker, the other's
# address, this pod's address, the host's port (TCP and UDP), the host's addresses (blank between them).
read -r other
read -r own
read -r host
read -r other_address
read -r own_address
read -r host_port
read -r host_addresses

# Controls: what a pod may do.
allowed control-own-database 127.0.0.1 3306 "$own" &
allowed control-own-port "$own_address" 8080 "$own" &

# The other pod.
try other-port "$other_address" 8080 "$other" &
try other-undeclared-port "$other_address" 8081 "$other" &
try other-database "$other_address" 3306 "$other" &
try other-database-on-loopback 127.0.0.1 3306 "$other" &
{
    timeout 3 ping -c 1 -W 2 "$other_address" >/dev/null 2>&1
    say other-ping $?
} &

# The host.
try host-loopback 127.0.0.1 "$host_port" "$host" &
number=0
for address in $host_addresses; do
    number=$((number + 1))
    try "host-address-$number" "$address" "$host_port" "$host" &
    # A datagram with the marker in it: the only client for UDP that this pod has.
    timeout 2 tftp -g -r "$host" -l "/tmp/answer-$number" "$address" "$host_port" >/dev/null 2>&1 &
done

# Own network: it is not the pod's to change.
ip address add 10.203.255.254/16 dev eth0 2>/dev/null
say own-address-changed $?
ip link set dev eth0 address 02:00:00:00:00:01 2>/dev/null
say own-link-changed $?
ip route add default via "$other_address" 2>/dev/null
say own-route-changed $?
wait
