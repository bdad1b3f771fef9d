#!/usr/bin/env bash
# What an idle minute of all schedules costs beside a million disputes of which ten thousand are HELD, and what intake loses beside them. Filling takes
# some minutes and about 4 GB below /tmp. Compiled by C1 alone, which is done within the warm-up: what is compared is the database.
WARM=${WARM:-$((${SECONDS_EACH:-10} * 3))}
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

DISPUTES=${DISPUTES:-1000000}
ONE_IN=${ONE_IN:-100}
CONNECTIONS=${CONNECTIONS:-16}
IDLE=${IDLE:-60}
JVM_FLAGS+=(-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=128m)

intake_rate() {
    start_holdfast -Dholdfast.gateway.timeout=115s
    load_at "$CONNECTIONS" "$WARM"
    load_at "$CONNECTIONS" "$SECONDS_EACH"
    stop_holdfast
}

write_load
start_postgres
start_silent_gateway

intake_rate
empty=$RATE empty_latency=$LATENCY

# the few that were just opened are in nobody's way; their work is not part of an idle minute
psql_bench -q -c "UPDATE dispute SET status = 'FAILED', failure_code = 'bench', work_at = NULL, lease = NULL; UPDATE gateway_operation SET state = 'DONE'" holdfast
PGOPTIONS='-c synchronous_commit=off' psql_bench -q -v disputes="$DISPUTES" -v one_in="$ONE_IN" -f src/test/resources/io/holdfast/store/many-disputes.sql holdfast
# As if the replicas had been there all the while: else the desk's overview counts eight weeks in the first minutes, which are no idle ones.
psql_bench -q -c "UPDATE overview_progress SET counted_until = date_trunc('hour', now(), 'UTC')" holdfast
psql_bench -q -c 'VACUUM ANALYZE' -c CHECKPOINT holdfast
read -r size held < <(psql_bench -At -F ' ' -c "SELECT replace(pg_size_pretty(pg_database_size('holdfast')), ' ', '_'), count(*) FROM dispute WHERE status = 'HELD'" holdfast)

start_holdfast "$@"
sleep "$IDLE" # until the JVM has warmed up and the planner has its plans
psql_bench -q -c 'SELECT pg_stat_reset()' holdfast >/dev/null
h=$(cpu_ms "$HOLDFAST") p=$(cpu_ms "$POSTGRES")
sleep "$IDLE"
h=$(calc %.1f "($(cpu_ms "$HOLDFAST") - $h) / $IDLE / 10") p=$(calc %.1f "($(cpu_ms "$POSTGRES") - $p) / $IDLE / 10")
scans=$(psql_bench -Atc "SELECT coalesce(string_agg(relname || ' ' || seq_tup_read, ', '), 'none') FROM pg_stat_user_tables WHERE seq_tup_read > 1000" holdfast)
stop_holdfast

intake_rate

echo "## Size"
echo
echo "Intakes a second over $CONNECTIONS connections, compiled by C1 alone, after $WARM seconds of warm-up, on an empty database and on one with the rows of $DISPUTES disputes (${size/_/ }), of"
echo "which $held are HELD. The gateway is silent."
echo
echo "| database | intakes/s | latency |"
echo "| --- | --- | --- |"
printf '| empty | %.0f | %s |\n' "$empty" "$empty_latency"
printf '| %s disputes | %.0f | %s |\n' "$DISPUTES" "$RATE" "$LATENCY"
echo
echo "Without a call, all schedules of one replica beside them take $h % of a core in Holdfast and $p % in PostgreSQL, over $IDLE seconds. Tables of which more than a thousand"
echo "rows were read in sequence meanwhile: $scans."
