#!/usr/bin/env bash
# Intake beside pgbench, in one run on one machine: how many disputes a second Holdfast commits and answers, and how many times a second pgbench
# commits the same rows over the same number of connections. The gateway is silent during it, so that intake alone is measured; bench/holds.sh
# measures the whole way.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

write_load
write_pgbench
start_postgres
start_silent_gateway
half=$(calc %d "$SECONDS_EACH / 2 + 0.5")

echo "## Intake"
echo
echo "Disputes a second that Holdfast commits and answers, and how often \`pgbench\` commits the same rows over as many connections. The gateway is silent, so"
echo "that intake alone is measured. A JVM for each line: $((WARM * 4)) seconds of warm-up over 64 connections, then three rounds of $half seconds each, the two by turns, on one database."
echo
echo "| connections | pgbench, commits/s | Holdfast, intakes/s | ratio | latency (last round) | CPU for each, Holdfast | PostgreSQL |"
echo "| --- | --- | --- | --- | --- | --- | --- |"
peak=0
for connections in 16 64; do
    # ended before the first of the calls that are left open runs out of time
    start_holdfast -Dholdfast.gateway.timeout=115s
    load_at 64 $((WARM * 4))
    pg=0 hf=0 hf_cpu=0 pg_cpu=0 opened=0
    for round in 1 2 3; do
        pgbench_at "$connections" "$half"
        h=$(cpu_ms "$HOLDFAST") p=$(cpu_ms "$POSTGRES") n=$(count "dispute WHERE opened_by = 'bench'")
        load_at "$connections" "$half"
        hf_cpu=$(calc %f "$hf_cpu + $(cpu_ms "$HOLDFAST") - $h") pg_cpu=$(calc %f "$pg_cpu + $(cpu_ms "$POSTGRES") - $p")
        opened=$((opened + $(count "dispute WHERE opened_by = 'bench'") - n))
        pg=$(calc %f "$pg + $PG_RATE / 3") hf=$(calc %f "$hf + $RATE / 3")
        [ "$connections$round" != 161 ] || same_rows
    done
    printf '| %s | %.0f | %.0f | %s | %s | %s ms | %s ms |\n' "$connections" "$pg" "$hf" "$(ratio "$hf" "$pg")" "$LATENCY" \
        "$(calc %.2f "$hf_cpu / $opened")" "$(calc %.2f "$pg_cpu / $opened")"
    aim=0.85
    [ "$connections" = 16 ] || aim=0.8
    figure "intake beside pgbench, $connections connections" "$aim or more" "$(ratio "$hf" "$pg")" "$hf / $pg >= $aim"
    figure "CPU of Holdfast for an intake, $connections connections" "under 1 ms" "$(calc %.2f "$hf_cpu / $opened") ms" "$hf_cpu / $opened < 1"
    own=$(memory_mb "$HOLDFAST" VmHWM)
    [ "$own" -le "$peak" ] || peak=$own
    stop_holdfast
done
echo
echo "Memory of Holdfast at its highest: $peak MB. The CPU time is the whole process's, with its compiler and collector; counting the rows"
echo "is in PostgreSQL's."
