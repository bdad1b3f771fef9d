#!/usr/bin/env bash
# From intake to HELD: disputes a second with the sandbox answering at once, beside pgbench's rate for the intake's rows, and database commits for
# each dispute. Loopback only, about two minutes.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

CONNECTIONS=${CONNECTIONS:-16}
write_load
write_pgbench
start_postgres
java -Xmx512m -jar "$APP" sandbox --port "$SANDBOX_PORT" >"$WORK/sandbox.log" 2>&1 &
PIDS+=($!)
await_url "http://127.0.0.1:$SANDBOX_PORT/healthz"
start_holdfast "http://127.0.0.1:$SANDBOX_PORT" "${POOL:-32}" -Dquarkus.scheduler.enabled=true

count() { psql_bench -Atc "SELECT count(*) FROM dispute WHERE status = '$1'" holdfast; }
await_held() {
    for _ in $(seq 600); do
        [ "$(count INITIATED)" = 0 ] && return
        sleep 0.2
    done
    echo "$(count INITIATED) are still INITIATED after two minutes" >&2
    exit 1
}

load_at "$CONNECTIONS" "$SECONDS_EACH"
await_held
held_before=$(count HELD)
commits_before=$(commits)
began=$(date +%s.%N)
load_at "$CONNECTIONS" "$SECONDS_EACH"
await_held
ended=$(date +%s.%N)
held=$(($(count HELD) - held_before))
# the count itself commits a few times
committed=$(($(commits) - commits_before))
pgbench_at "$CONNECTIONS" "$SECONDS_EACH"
rate=$(awk -v n="$held" -v a="$began" -v b="$ended" 'BEGIN { print n / (b - a) }')
echo "| connections | pgbench, commits/s | intake to HELD, disputes/s | ratio | commits for each dispute |"
echo "| --- | --- | --- | --- | --- |"
printf '| %s | %.0f | %.0f | %s | %s |\n' "$CONNECTIONS" "$PG_RATE" "$rate" "$(ratio "$rate" "$PG_RATE")" "$(ratio "$committed" "$held")"
