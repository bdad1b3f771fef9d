#!/usr/bin/env bash
# From intake to HELD, with the sandbox answering at once: disputes a second beside pgbench's rate for the intake's rows, what each costs, and the memory.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

write_load
write_pgbench
start_postgres
start_sandbox
start_holdfast
warm_up 6 12
half=$(calc %d "$SECONDS_EACH / 2 + 0.5")

echo "## Intake to HELD"
echo
echo "Disputes a second from intake until the last one is HELD. Load comes without a pause over so many connections, after $WARMED seconds of warm-up; the sandbox"
echo "gateway answers at once, and shares the machine. Three rounds of $SECONDS_EACH seconds, and of $half of pgbench, the two by turns."
echo
echo "| connections | pgbench, commits/s | intake to HELD, disputes/s | ratio | commits for each | CPU for each, Holdfast | PostgreSQL |"
echo "| --- | --- | --- | --- | --- | --- | --- |"
for connections in 16 64; do
    held=0 took=0 hf_cpu=0 pg_cpu=0 committed=0 pg=0
    for round in 1 2 3; do
        n=$(count "dispute WHERE status = 'HELD'")
        h=$(cpu_ms "$HOLDFAST") p=$(cpu_ms "$POSTGRES") c=$(commits)
        began=$(date +%s.%N)
        hold_at "$connections" "$SECONDS_EACH"
        took=$(calc %f "$took + $(date +%s.%N) - $began")
        hf_cpu=$(calc %f "$hf_cpu + $(cpu_ms "$HOLDFAST") - $h") pg_cpu=$(calc %f "$pg_cpu + $(cpu_ms "$POSTGRES") - $p")
        sleep 1.1 # the database counts a commit a second late at most, while there are others
        committed=$((committed + $(commits) - c))
        held=$((held + $(count "dispute WHERE status = 'HELD'") - n))
        pgbench_at "$connections" "$half"
        pg=$(calc %f "$pg + $PG_RATE / 3")
        # they belong to nobody, and must not become work
        psql_bench -qc "UPDATE dispute SET status = 'FAILED', failure_code = 'bench', work_at = NULL, lease = NULL WHERE opened_by = 'pgben' AND status = 'INITIATED';
            UPDATE gateway_operation SET state = 'DONE' WHERE state <> 'DONE'" holdfast
    done
    [ "$held" -gt 0 ] || { echo "no dispute came to be HELD" >&2; exit 1; }
    rate=$(calc %f "$held / $took")
    printf '| %s | %.0f | %.0f | %s | %s | %s ms | %s ms |\n' "$connections" "$pg" "$rate" "$(ratio "$rate" "$pg")" "$(ratio "$committed" "$held")" \
        "$(calc %.2f "$hf_cpu / $held")" "$(calc %.2f "$pg_cpu / $held")"
    figure "intake to HELD beside pgbench, $connections connections" "0.4 or more" "$(ratio "$rate" "$pg")" "$rate / $pg >= 0.4"
done
peak=$(memory_mb "$HOLDFAST" VmHWM)
echo
echo "Memory of Holdfast at its highest, in all of this, with a heap of ${HEAP:-128m}: $peak MB."
figure "memory at full load, heap ${HEAP:-128m}" "under 250 MB" "$peak MB" "$peak < 250"
stop_holdfast
