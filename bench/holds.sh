#!/usr/bin/env bash
# From intake to HELD, with the sandbox answering at once: disputes a second beside pgbench's rate for the intake's rows, what each costs, and the memory.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

write_load
write_pgbench
start_postgres
start_sandbox
start_holdfast
warm_up 6 12

echo "## Intake to HELD"
echo
echo "Disputes a second from intake until the last one is HELD. Load comes without a pause over so many connections for $SECONDS_EACH seconds, after $WARMED seconds"
echo "of warm-up; the sandbox gateway answers at once, and shares the machine."
echo
echo "| connections | pgbench, commits/s | intake to HELD, disputes/s | ratio | commits for each | CPU for each, Holdfast | PostgreSQL |"
echo "| --- | --- | --- | --- | --- | --- | --- |"
for connections in 16 64; do
    held=$(count "dispute WHERE status = 'HELD'")
    h=$(cpu_ms "$HOLDFAST") p=$(cpu_ms "$POSTGRES") c=$(commits)
    began=$(date +%s.%N)
    hold_at "$connections" "$SECONDS_EACH"
    ended=$(date +%s.%N)
    h=$(calc %f "$(cpu_ms "$HOLDFAST") - $h") p=$(calc %f "$(cpu_ms "$POSTGRES") - $p")
    sleep 1.1 # the database counts a commit a second late at most, while there are others
    c=$(($(commits) - c))
    held=$(($(count "dispute WHERE status = 'HELD'") - held))
    [ "$held" -gt 0 ] || { echo "no dispute came to be HELD" >&2; exit 1; }
    pgbench_at "$connections" "$(calc %d "$SECONDS_EACH / 2 + 0.5")"
    # they belong to nobody, and must not become work
    psql_bench -qc "UPDATE dispute SET status = 'FAILED', failure_code = 'bench', work_at = NULL, lease = NULL WHERE opened_by = 'pgben';
        UPDATE gateway_operation SET state = 'DONE' WHERE state <> 'DONE'" holdfast
    rate=$(calc %f "$held / ($ended - $began)")
    printf '| %s | %.0f | %.0f | %s | %s | %s ms | %s ms |\n' "$connections" "$PG_RATE" "$rate" "$(ratio "$rate" "$PG_RATE")" "$(ratio "$c" "$held")" \
        "$(calc %.2f "$h / $held")" "$(calc %.2f "$p / $held")"
    figure "intake to HELD beside pgbench, $connections connections" "0.4 or more" "$(ratio "$rate" "$PG_RATE")" "$rate / $PG_RATE >= 0.4"
done
peak=$(memory_mb "$HOLDFAST" VmHWM)
echo
echo "Memory of Holdfast at its highest, in all of this, with a heap of ${HEAP:-128m}: $peak MB."
figure "memory at full load, heap ${HEAP:-128m}" "under 250 MB" "$peak MB" "$peak < 250"
stop_holdfast
