# Run inside the test pod that plays the world, against the one behind its own packet filter: what the edge may open,
# and what it may not. Standard input, a line each: the other's marker, the other's address.
read -r other
read -r address

fetch() { timeout 3 wget -q -O - "http://$address:$1/" 2>/dev/null; }

for _ in 1 2 3 4 5 6 7 8 9 10; do
    case "$(fetch 8080)" in
        *"$other"*) echo "control-edge-reaches-port 1"; break ;;
    esac
    sleep 0.3
done
case "$(fetch 8081)" in
    *"$other"*) echo "undeclared-port 1" ;;
    *) echo "undeclared-port 0" ;;
esac
