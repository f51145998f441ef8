#!/usr/bin/env bash
# CPU seconds of backups: restic alone, restic through Casemate, archives. Usage, as root: bench/backup.sh [MiB]
set -eu
cd "$(dirname "$0")/.."
./mvnw -ntp -q -o -pl agent -am test -Dtest=BackupBenchTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Dcasemate.backup.mib="${1:-1024}" | grep BENCH
