#!/usr/bin/env bash
# Runs all benches, one after another, and writes docs/performance.md. Loopback only, about half an hour, and about 5 GB below /tmp meanwhile.
#
#   bench/all.sh                      all of them
#   bench/all.sh intake latency       some of them; prints, and leaves docs/performance.md as it is
#   SECONDS_EACH=3 bench/all.sh       shorter, to see that everything runs: figures of a JVM that is not warm
#   DISPUTES=1000000 bench/all.sh   beside a million disputes; filling takes some minutes more
#
# bench/killbill.sh is run as well where KILLBILL_WAR and JETTY_RUNNER name what it needs. bench/failover.sh stands apart, because it needs other programs; so does
# bench/overhead.sh, which measures another Holdfast beside this one.
#
# Settings, from the environment: SECONDS_EACH (10), HEAP (128m), DISPUTES (100000), LIMIT (seconds for all of it, 3600), PG_PORT, HTTP_PORT,
# MANAGEMENT_PORT, SANDBOX_PORT, REPORT (docs/performance.md).
set -euo pipefail
export LC_ALL=C.UTF-8 no_proxy=127.0.0.1,localhost NO_PROXY=127.0.0.1,localhost
# --help tells what stands above, and runs nothing.
if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    awk 'NR > 1 && !/^#/ { exit } NR > 1 { sub(/^# ?/, ""); print }' "$0"
    exit
fi
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export SECONDS_EACH=${SECONDS_EACH:-10}
[[ $SECONDS_EACH =~ ^[1-9][0-9]*$ ]] || { echo "SECONDS_EACH must be a whole number of seconds" >&2; exit 2; }
export DISPUTES=${DISPUTES:-100000} IDLE=${IDLE:-$((SECONDS_EACH * 3))}
LIMIT=${LIMIT:-3600}
REPORT=${REPORT:-docs/performance.md}
ALL=(intake holds latency webhooks waiters replicas starts size)
[ -z "${KILLBILL_WAR:-}" ] || ALL+=(killbill)
SOME=("$@")
[ $# -gt 0 ] || SOME=("${ALL[@]}")
for name in "${SOME[@]}"; do
    [[ " ${ALL[*]} " == *" $name "* ]] || { echo "no such bench: $name (there are: ${ALL[*]})" >&2; exit 2; }
done

OUT=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-bench-all.XXXXXX")
export FIGURES=$OUT/figures
: >"$FIGURES"
RUNNING=
FAILED=0
finish() {
    # told to end by its own name, each bench ends what it started
    [ -z "$RUNNING" ] || { kill "$RUNNING" 2>/dev/null && wait "$RUNNING" || true; }
    rm -rf "$OUT"
}
trap finish EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

# Percent of the cores that something uses right now, looked at for two seconds: before a bench begins nothing of ours does.
busy() {
    local before
    before=$(head -1 /proc/stat)
    sleep 2
    echo "$before $(head -1 /proc/stat)" | awk '{
        for (i = 2; i <= 9; i++) all += $(i + 11) - $i
        printf "%.0f", 100 * (1 - ($16 + $17 - $5 - $6) / all) }'
}

[ -f target/quarkus-app/quarkus-run.jar ] || ./mvnw -B -q -ntp package -DskipTests -DskipITs
others=0
for name in "${SOME[@]}"; do
    echo "$name, at $SECONDS s ..." >&2
    now=$(busy)
    [ "$now" -le "$others" ] || others=$now
    left=$((LIMIT - SECONDS))
    code=0
    if [ "$left" -le 0 ]; then
        why="LIMIT ($LIMIT s) was over before it began"
    else
        timeout -k 30 "$left" bash "bench/$name.sh" >"$OUT/$name" 2>"$OUT/errors" &
        RUNNING=$!
        wait "$RUNNING" || code=$?
        RUNNING=
        cat "$OUT/errors" >&2
        [ "$code" != 0 ] || continue
        why=$(sed -n '/./{p;q}' "$OUT/errors")
        if [ "$code" = 124 ]; then why="it did not end before LIMIT ($LIMIT s)"; fi
    fi
    # the others are measured all the same
    FAILED=1
    echo "bench/$name.sh failed: $why" >&2
    printf '## %s\n\n**`bench/%s.sh` failed: %s**\n' "$name" "$name" "$why" >"$OUT/$name"
done

if [ $# -gt 0 ]; then
    cat "${SOME[@]/#/$OUT/}"
    exit "$FAILED"
fi

commit=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
[ "$commit" = unknown ] || git diff --quiet HEAD -- src pom.xml bench || commit="$commit, with changes that are not committed"
disk=$(findmnt -no FSTYPE -T "${TMPDIR:-/tmp}" 2>/dev/null || echo "unknown")
{
    echo "# Performance"
    echo
    echo "Written by \`bench/all.sh\` on $(date -u +'%Y-%m-%d %H:%M') UTC, of commit $commit; it took $((SECONDS / 60)) min $((SECONDS % 60)) s. Run it on your machine: the ratios travel, the"
    echo "rates do not."
    echo
    echo "| | |"
    echo "| --- | --- |"
    echo "| machine | $(nproc) × $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sort -u | head -1), $(awk '/MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GB, Linux $(uname -r | grep -oE '^[0-9]+\.[0-9]+'), file system $disk |"
    echo "| PostgreSQL | $("$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)/postgres" --version | grep -oE '[0-9]+\.[0-9]+' | head -1), \`fsync\` and \`synchronous_commit\` on, \`shared_buffers\` 512 MB, on the same machine |"
    echo "| Java | $(java -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p'), \`-Xmx${HEAP:-128m}\` and the flags of the image; settings as shipped, but for the limits of one credential and one address |"
    echo "| time for each measurement | $SECONDS_EACH s |"
    echo "| used by others before a bench began, at most | $others % of the cores |"
    echo
    [ "$others" -le 10 ] || printf '**The machine was busy with something else: do not trust the rates.**\n\n'
    [ "$SECONDS_EACH" -ge 10 ] || printf '**A short run, to see that everything runs: the JVM is not warm, and a measurement of so few seconds tells little.**\n\n'
    echo "Load, gateway, database and Holdfast share the machine's cores, so each rate is what is left of it for the others: pgbench has no gateway beside it, and costs less than"
    echo "a client that speaks HTTP."
    echo
    echo "## Aims"
    echo
    echo "| what | aim | measured | met |"
    echo "| --- | --- | --- | --- |"
    cat "$FIGURES"
    for name in "${SOME[@]}"; do
        echo
        cat "$OUT/$name"
    done
} >"$OUT/report"
cp "$OUT/report" "$REPORT"
echo "wrote $REPORT after $SECONDS s" >&2
exit "$FAILED"
