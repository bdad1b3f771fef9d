#!/usr/bin/env bash
# What callers cost who wait (Prefer: wait=10) for a gateway that hangs: memory of the process and statements of the database, before and meanwhile.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

WAITERS=${WAITERS:-2000}
[ "$(ulimit -n)" -ge $((WAITERS * 2 + 500)) ] || ulimit -n $((WAITERS * 2 + 500)) || { echo "raise the limit of open files: ulimit -n $((WAITERS * 2 + 500))" >&2; exit 2; }
# How many statements Holdfast's database was sent so far.
statements() { psql_bench -Atc "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE datname = 'holdfast'" postgres; }
await_line() {
    for _ in $(seq 600); do
        grep -q "^$1" "$WORK/waiters.out" && return
        kill -0 "$CALLERS" 2>/dev/null || break
        sleep 0.1
    done
    echo "the callers did not come to: $1" >&2
    exit 1
}
per_second() { # of statements in so many seconds
    local before
    before=$(statements)
    sleep "$1"
    calc %.1f "($(statements) - $before) / $1"
}

start_postgres "shared_preload_libraries = 'pg_stat_statements'"
psql_bench -qc 'CREATE EXTENSION pg_stat_statements' postgres
start_silent_gateway
start_holdfast -Dholdfast.gateway.timeout=115s
mkfifo "$WORK/go"
java -Xmx512m -XX:+UseSerialGC bench/Waiters.java "http://127.0.0.1:$HTTP_PORT" "$API_KEY" "$WAITERS" <"$WORK/go" >"$WORK/waiters.out" 2>"$WORK/waiters.log" &
CALLERS=$!
PIDS+=("$CALLERS")
exec 3>"$WORK/go"
await_line opened
sleep 2
idle=$(per_second 5) memory=$(memory_mb "$HOLDFAST" VmRSS) threads=$(ls "/proc/$HOLDFAST/task" | wc -l)
echo >&3
await_line waiting
sleep 3 # until all have come: each is looked up once
waiting=$(per_second 4) memory_waiting=$(memory_mb "$HOLDFAST" VmRSS) threads_waiting=$(ls "/proc/$HOLDFAST/task" | wc -l)
await_line done
read -r _ answered failed shortest longest < <(grep '^done' "$WORK/waiters.out")

echo "## Callers who wait"
echo
echo "$WAITERS callers, each on a connection of its own, ask at once for a dispute with \`Prefer: wait=10\` while the gateway hangs. Answered: $answered, failed: $failed; each"
echo "waited $shortest to $longest ms."
echo
echo "| | before | while they wait |"
echo "| --- | --- | --- |"
echo "| memory of the process | $memory MB | $memory_waiting MB |"
echo "| threads | $threads | $threads_waiting |"
echo "| statements that the database is sent | $idle/s | $waiting/s |"
figure "$WAITERS callers wait: statements of the database" "none for each" "$waiting/s (before: $idle/s)" "$waiting < $WAITERS / 100 && $failed == 0"
stop_holdfast
