#!/usr/bin/env bash
# Usage: bench/backup.sh [ROUNDS]   (as root)
# Compares backups and restores with restic alone, in processor seconds, on a volume of 1 GiB made of this machine's own
# packages: libraries and programs, text, and a MariaDB data directory. Both sides in turns, in one run; counted by a
# control group, as the children of a sandbox count for nobody else. Needs restic, zstd, openssl, age, bubblewrap and
# mariadb-server-core (Debian packages), and 4 GiB below TMPDIR: with TMPDIR=/dev/shm the disk has no say in it.
set -euo pipefail
rounds=${1:-1}
top=$(cd "$(dirname "$0")/.." && pwd)
source "$top/bench/jdk.sh"
work=$(mktemp -d)
group=/sys/fs/cgroup/cpuacct/casemate-bench-$$ usage=cpuacct.usage
if [ ! -d /sys/fs/cgroup/cpuacct ]; then group=/sys/fs/cgroup/casemate-bench-$$ usage=cpu.stat; fi
mkdir "$group"
trap 'rm -rf "$work"; rmdir "$group" 2>/dev/null || :' EXIT
mkdir -p "$work/set/volume"/{lib,bin,doc,share}

# take FROM TO MIB: copies what lies in a directory until there is enough.
take() {
  local left=$(($3 * 1024)) each size
  for each in "$1"/*; do
    size=$(du -sk "$each" | cut -f1)
    if [ "$size" -le "$left" ] && [ "$size" -le 51200 ]; then cp -a "$each" "$2/" && left=$((left - size)); fi
  done
}
take /usr/lib/x86_64-linux-gnu "$work/set/volume/lib" 300
take /usr/bin "$work/set/volume/bin" 150
take /usr/share/doc "$work/set/volume/doc" 100
take /usr/share "$work/set/volume/share" 250
mariadb-install-db --no-defaults --user=root --auth-root-authentication-method=normal --skip-test-db \
  --datadir="$work/set/volume/mariadb" >/dev/null
{
  echo 'CREATE DATABASE shop;'
  echo 'CREATE TABLE shop.orders (id INT PRIMARY KEY AUTO_INCREMENT, who VARCHAR(80), what TEXT, at DATETIME);'
  find "$work/set/volume/doc" "$work/set/volume/share" -type f \( -name '*.txt' -o -name 'changelog*' \) | head -n 4000 | while read -r file; do
    printf "INSERT INTO shop.orders (who, what, at) VALUES ('%s', '%s', NOW());\n" "${file##*/}" \
      "$(head -c 9000 "$file" | base64 -w0)"
  done
} | mariadbd --no-defaults --user=root --datadir="$work/set/volume/mariadb" --bootstrap 2>/dev/null
echo "volume: $(du -sm "$work/set" | cut -f1) MiB in $(find "$work/set" -type f | wc -l) files"

"$top/mvnw" -ntp -q -o -f "$top/pom.xml" -pl bench -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=runtime
(
  echo "$BASHPID" >"$group/cgroup.procs"
  exec "$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
    -cp "$top/bench/target/classes:$(cat "$work/classpath")" \
    casemate.bench.BackupBench "$group/$usage" "$work/set" "$work" "$rounds"
)
