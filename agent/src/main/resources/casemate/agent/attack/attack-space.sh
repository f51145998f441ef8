# Run inside one test pod against another: prints `NAME 1` for what got through and `NAME 0` for what did not.
# Standard input, a line each: the other's marker, this pod's marker, the other's volume as the host names it, a file
# of the host that every user of the host may read.
read -r other
read -r own
read -r volume
read -r hostfile

# Controls: what a pod may do.
echo x >/volume/control 2>/dev/null && rm /volume/control
say control-volume-writable $?

# Files.
found_own=1 found_other=1
for file in $(find / \( -path /proc -o -path /dev \) -prune -o -name marker-of-a-neighbour -print 2>/dev/null); do
    text=$(cat "$file" 2>/dev/null)
    holds "$own" "$text" && found_own=0
    holds "$other" "$text" && found_other=0
done
say control-own-file-found $found_own
say other-volume-found $found_other
cat "$volume/marker-of-a-neighbour" >/dev/null 2>&1
say other-volume-by-path $?
cat "$hostfile" >/dev/null 2>&1
say host-file $?
cat "/proc/1/root$hostfile" >/dev/null 2>&1
say host-file-by-process $?
[ -s /etc/shadow ]
say host-passwords $?
(: >/usr/casemate-attack) 2>/dev/null
say image-writable $?
(: >/config/casemate-attack) 2>/dev/null
say config-writable $?

# Processes. This script's own text is in its command line, so the names looked for are put together here.
self="casemate-attack""-self" janitor="casemate""-janitor"
seen_own=1 seen_other=1 seen_host=1 signal=1
for process in /proc/[0-9]*; do
    line=$(tr '\000' ' ' <"$process/cmdline" 2>/dev/null)
    holds "$self" "$line" && seen_own=0
    holds "$janitor" "$line" && seen_host=0
    if holds "$other" "$line"; then
        seen_other=0
        kill -0 "${process##*/}" 2>/dev/null && signal=0
    fi
done
say control-own-process-seen $seen_own
say other-process-seen $seen_other
say other-process-signalled $signal
say host-process-seen $seen_host

# Ways out.
mkdir -p /tmp/attack
mount -t tmpfs none /tmp/attack 2>/dev/null
say mount $?
mount -o bind / /tmp/attack 2>/dev/null
say bind-mount $?
unshare -U true 2>/dev/null
say new-user-namespace $?
unshare -m true 2>/dev/null
say new-mount-namespace $?
nsenter -t 1 -m true 2>/dev/null
say enter-namespace $?
chroot /tmp true 2>/dev/null
say chroot $?
mknod /tmp/attack/disk b 8 0 2>/dev/null
say device $?
(: >>/proc/sys/kernel/core_pattern) 2>/dev/null
say kernel-setting $?
(: >>/sys/fs/cgroup/cgroup.procs) 2>/dev/null
say group-of-processes $?
