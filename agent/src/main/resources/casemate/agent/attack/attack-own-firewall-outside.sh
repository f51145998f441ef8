# Run inside the test pod that plays the world, against the one behind its own packet filter: what the edge may open,
# and what it may not. Standard input, a line each: the other's marker, the other's address.
read -r other
read -r address

allowed control-edge-reaches-port "$address" 8080 "$other"
try undeclared-port "$address" 8081 "$other"
