#!/usr/bin/env bash
# What an idle minute of all schedules costs beside a million disputes of which ten thousand are HELD, and what intake loses beside them. Prints the CPU time
# that Holdfast and PostgreSQL used in a minute without a single call, and intake's rate on an empty and on the full database. Loopback only; filling takes
# some minutes and about 4 GB below /tmp.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

DISPUTES=${DISPUTES:-1000000}
ONE_IN=${ONE_IN:-100}
CONNECTIONS=${CONNECTIONS:-16}

# CPU seconds that a process and all below it have used.
cpu() {
    local pid sum=0
    for pid in $1 $(pgrep -P "$1" || true); do
        sum=$(awk -v s="$sum" -v hz="$(getconf CLK_TCK)" '{ print s + ($14 + $15) / hz }' "/proc/$pid/stat" 2>/dev/null || echo "$sum")
    done
    echo "$sum"
}

intake_rate() {
    start_holdfast "http://127.0.0.1:$SANDBOX_PORT" "$CONNECTIONS" -Dholdfast.gateway.timeout=100s
    load_at "$CONNECTIONS" "$SECONDS_EACH"
    load_at "$CONNECTIONS" "$SECONDS_EACH"
    stop_holdfast
}

write_load
start_postgres
POSTGRES=$(head -1 "$WORK/pg/postmaster.pid")
# Nobody answers here, and connections are taken: a gateway that hangs.
python3 - "$SANDBOX_PORT" <<'PY' &
import socket, sys
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1]))); s.listen(512)
held = []
while True: held.append(s.accept())
PY
PIDS+=($!)

intake_rate
echo "intake, empty database: $RATE/s ($LATENCY)"

# the few that were just opened are in nobody's way; their work is not part of an idle minute
psql_bench -q -c "UPDATE dispute SET status = 'FAILED', failure_code = 'bench', work_at = NULL, lease = NULL; UPDATE gateway_operation SET state = 'DONE'" holdfast
psql_bench -q -v disputes="$DISPUTES" -v one_in="$ONE_IN" -f src/test/resources/io/holdfast/store/many-disputes.sql holdfast
psql_bench -q -c 'VACUUM ANALYZE' -c 'CHECKPOINT' holdfast
psql_bench -Atc "SELECT count(*) || ' disputes, of which HELD ' || count(*) FILTER (WHERE status = 'HELD') || ', ' || pg_size_pretty(pg_database_size('holdfast')) FROM dispute" holdfast

start_holdfast "http://127.0.0.1:$SANDBOX_PORT" "$CONNECTIONS" "$@"
sleep 60 # until the JVM has warmed up and the planner has its plans
psql_bench -q -c 'SELECT pg_stat_reset()' holdfast >/dev/null
holdfast=$(cpu "$HOLDFAST") postgres=$(cpu "$POSTGRES")
sleep 60
echo "an idle minute: Holdfast $(awk -v a="$holdfast" -v b="$(cpu "$HOLDFAST")" 'BEGIN { printf "%.2f", b - a }') s of CPU," \
    "PostgreSQL $(awk -v a="$postgres" -v b="$(cpu "$POSTGRES")" 'BEGIN { printf "%.2f", b - a }') s"
echo "sequential scans in it, and rows they read:"
psql_bench -Atc "SELECT relname, seq_scan, seq_tup_read, idx_scan FROM pg_stat_user_tables ORDER BY 1" holdfast
stop_holdfast

intake_rate
echo "intake, full database: $RATE/s ($LATENCY)"
