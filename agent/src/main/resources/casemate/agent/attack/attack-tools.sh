# What the attacks share; stands before each of them. `NAME 1` is said for what got through, `NAME 0` for what did not.
say() { if [ "$2" = 0 ]; then echo "$1 1"; else echo "$1 0"; fi; }

# holds PART TEXT
holds() { case "$2" in *"$1"*) return 0 ;; *) return 1 ;; esac; }

# fetch ADDRESS PORT
fetch() { timeout 3 wget -q -O - "http://$1:$2/" 2>/dev/null; }

# try NAME ADDRESS PORT MARKER
try() {
    case "$(fetch "$2" "$3")" in
        *"$4"*) echo "$1 1" ;;
        *) echo "$1 0" ;;
    esac
}

# The same for what may be done: pods that have only just started get some tries.
allowed() {
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        case "$(fetch "$2" "$3")" in
            *"$4"*) echo "$1 1"; return ;;
        esac
        sleep 0.3
    done
    echo "$1 0"
}
