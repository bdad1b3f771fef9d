#!/usr/bin/env bash
# What an idle minute of all schedules costs beside a million disputes of which ten thousand are HELD, and what intake loses beside them: two replicas, one with
# an empty database and one with the full one in the same PostgreSQL, loaded by turns. Filling takes some minutes and about 4 GB below /tmp. Both compile little
# (C1), so that they are warm before the silent gateway's timeout: what is compared is the database.
WARM=${WARM:-10}
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

DISPUTES=${DISPUTES:-1000000}
ONE_IN=${ONE_IN:-100}
CONNECTIONS=${CONNECTIONS:-16}
IDLE=${IDLE:-60}
ROUNDS=${ROUNDS:-4}
JVM_FLAGS+=(-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=128m)
EMPTY_PORT=$((HTTP_PORT + 1))
half=$(calc %d "$SECONDS_EACH / 2 + 0.5")

write_load
start_postgres
psql_bench -q -c 'CREATE DATABASE empty' postgres
start_silent_gateway

# for the tables
start_holdfast
stop_holdfast
PGOPTIONS='-c synchronous_commit=off' psql_bench -q -v disputes="$DISPUTES" -v one_in="$ONE_IN" -f src/test/resources/io/holdfast/store/many-disputes.sql holdfast
# As if the replicas had been there all the while: else the desk's overview counts eight weeks in the first minutes, which are no idle ones.
psql_bench -q -c "UPDATE overview_progress SET counted_until = date_trunc('hour', now(), 'UTC'), centers_counted_until = date_trunc('hour', now(), 'UTC')" holdfast
psql_bench -q -c 'VACUUM ANALYZE' -c CHECKPOINT holdfast
read -r size held < <(psql_bench -At -F ' ' -c "SELECT replace(pg_size_pretty(pg_database_size('holdfast')), ' ', '_'), count(*) FROM dispute WHERE status = 'HELD'" holdfast)

start_holdfast -Dholdfast.gateway.timeout=115s "$@"
sleep "$IDLE" # until the JVM has warmed up and the planner has its plans
psql_bench -q -c 'SELECT pg_stat_reset()' holdfast >/dev/null
h=$(cpu_ms "$HOLDFAST") p=$(cpu_ms "$POSTGRES")
sleep "$IDLE"
h=$(calc %.1f "($(cpu_ms "$HOLDFAST") - $h) / $IDLE / 10") p=$(calc %.1f "($(cpu_ms "$POSTGRES") - $p) / $IDLE / 10")
scans=$(psql_bench -Atc "SELECT coalesce(string_agg(relname || ' ' || seq_tup_read, ', '), 'none') FROM pg_stat_user_tables WHERE seq_tup_read > 1000" holdfast)

HTTP_PORT=$EMPTY_PORT MANAGEMENT_PORT=$((MANAGEMENT_PORT + 1)) start_holdfast -Dholdfast.gateway.timeout=115s \
    -Dquarkus.datasource.reactive.url="postgresql://127.0.0.1:$PG_PORT/empty"
for _ in 1 2; do load_at "$CONNECTIONS" "$WARM"; load_at "$CONNECTIONS" "$WARM" "$EMPTY_PORT"; done

echo "## Size"
echo
echo "Intakes a second over $CONNECTIONS connections on an empty database and on one with the rows of $DISPUTES disputes (${size/_/ }), of which $held are HELD: a replica for each, by turns,"
echo "compiled by C1 alone, after $((WARM * 2)) seconds of warm-up. The gateway is silent."
echo
echo "| round | empty | latency | $DISPUTES disputes | latency |"
echo "| --- | --- | --- | --- | --- |"
empty=0 full=0
for round in $(seq "$ROUNDS"); do
    load_at "$CONNECTIONS" "$half" "$EMPTY_PORT"
    rate=$RATE latency=$LATENCY
    load_at "$CONNECTIONS" "$half"
    printf '| %s | %.0f | %s | %.0f | %s |\n' "$round" "$rate" "$latency" "$RATE" "$LATENCY"
    empty=$(calc %f "$empty + $rate") full=$(calc %f "$full + $RATE")
done
echo
echo "Beside them it is $(calc %.1f "100 * $full / $empty") % of the rate on an empty database."
echo
echo "Without a call, all schedules of one replica beside them take $h % of a core in Holdfast and $p % in PostgreSQL, over $IDLE seconds. Tables of which more than a thousand"
echo "rows were read in sequence meanwhile: $scans."
figure "intake beside $DISPUTES disputes, of that on an empty database" "0.9 or more" "$(ratio "$full" "$empty")" "$full / $empty >= 0.9"
figure "an idle minute beside $DISPUTES disputes, Holdfast and PostgreSQL" "under 1 % of a core" "$h %, $p %" "$h < 1 && $p < 1"
