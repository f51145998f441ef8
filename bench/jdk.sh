# Sets JAVA_HOME to the JDK that ./casemate would take, or refuses; sourced by the benchmarks. The launcher's own functions
# are asked, which need nothing else of it.
launcher=$(dirname "${BASH_SOURCE[0]}")/../casemate
JAVA_HOME=$(eval "$(sed -n '/^java_wanted=/p; /^\(home_of_this\|is_wanted_jdk\|jdk_of_path\|find_jdk\)() {/,/^}/p' "$launcher")"; find_jdk) ||
  { echo "${0##*/}: no JDK of the version that ./casemate wants was found: install it or set JAVA_HOME" >&2; exit 2; }
export JAVA_HOME
