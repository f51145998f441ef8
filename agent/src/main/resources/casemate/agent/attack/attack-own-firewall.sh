# Run inside one test pod whose cable ends in another test pod's network, which plays all the rest of the world: prints
# `NAME 1` for what got through and `NAME 0` for what did not. Everything tried answers there with the other's marker,
# the one declared destination too: only the pod's own packet filter tells them apart.
# Standard input, a line each: the other's marker, this pod's marker, the other's own address, this pod's address, the
# far end of the cable, the declared destination, an undeclared one, the metadata service's address.
read -r other
read -r own
read -r other_address
read -r own_address
read -r gateway
read -r declared
read -r undeclared
read -r metadata

# Controls first: after them the other side is known to listen.
allowed control-declared "$declared" 8080 "$other"
allowed control-own-port "$own_address" 8080 "$own"

try declared-address-other-port "$declared" 8081 "$other" &
try undeclared-address "$undeclared" 8080 "$other" &
try metadata-service "$metadata" 8080 "$other" &
try gateway-edge-port "$gateway" 8080 "$other" &
try gateway-other-port "$gateway" 8081 "$other" &
try other-tenant "$other_address" 8080 "$other" &
wait
