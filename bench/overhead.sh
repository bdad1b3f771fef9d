#!/usr/bin/env bash
# What guard, sealing and story cost: intakes a second of Holdfast as it is, beside one that looks for no card data, seals nothing and keeps no story. The
# second is the same program with the classes of bench/overhead in place of its own, and a database that throws its events away. Both run all the time, each
# on a database of its own in one PostgreSQL, with a gateway that is silent, and are loaded by turns. Both compile little (C1), so that they are warm after half a
# minute: two JVMs that go on compiling need longer than the silent gateway's timeout, and then work off what ran out of time. Loopback only, about two minutes.
WARM=${WARM:-10}
SECONDS_EACH=${SECONDS_EACH:-5}
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need javac openjdk-17-jdk-headless
need unzip unzip
CONNECTIONS=${CONNECTIONS:-16}
ROUNDS=${ROUNDS:-4}
JVM_FLAGS+=(-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=128m)

jars=$(dirname "$APP")
own=$(basename "$jars"/app/*.jar)
cp -r "$jars" "$WORK/without"
mkdir "$WORK/classes"
unzip -q "$jars/app/$own" -d "$WORK/classes"
javac -nowarn -d "$WORK/classes" -cp "$jars/app/*:$jars/lib/main/*:$jars/lib/boot/*" $(find bench/overhead -name '*.java')
jar cfM "$WORK/without/app/$own" -C "$WORK/classes" .

write_load
start_postgres
psql_bench -q -c 'CREATE DATABASE without' postgres
start_silent_gateway

WITHOUT_PORT=$((HTTP_PORT + 1))
# It takes longer than the longest timeout, so that calls which are left open run out of time: nobody asks after them meanwhile.
start_holdfast -Dholdfast.gateway.timeout=115s -Dholdfast.schedule.poll=1h -Dholdfast.schedule.recover=1h
WITH=$HOLDFAST
APP=$WORK/without/$(basename "$APP") HTTP_PORT=$WITHOUT_PORT MANAGEMENT_PORT=$((MANAGEMENT_PORT + 1)) start_holdfast \
    -Dholdfast.gateway.timeout=115s -Dholdfast.schedule.poll=1h -Dholdfast.schedule.recover=1h -Dquarkus.datasource.reactive.url="postgresql://127.0.0.1:$PG_PORT/without"
WITHOUT=$HOLDFAST
psql_bench -q without <<'SQL'
CREATE FUNCTION throw_away() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER throw_away BEFORE INSERT ON dispute_event FOR EACH ROW EXECUTE FUNCTION throw_away();
CREATE TRIGGER throw_away BEFORE INSERT ON access_event FOR EACH ROW EXECUTE FUNCTION throw_away();
SQL

# Arguments: seconds. Each adds to the sums of its side.
with() {
    local before
    before=$(cpu_ms "$WITH")
    load_at "$CONNECTIONS" "$1"
    with_rate=$RATE with_cpu=$(calc %f "($(cpu_ms "$WITH") - $before) / ($RATE * $1)")
}
without() {
    local before
    before=$(cpu_ms "$WITHOUT")
    load_at "$CONNECTIONS" "$1" "$WITHOUT_PORT"
    without_rate=$RATE without_cpu=$(calc %f "($(cpu_ms "$WITHOUT") - $before) / ($RATE * $1)")
}

half=$((WARM * 3 / 2))
with "$half"; without "$half"; with "$half"; without "$half"
echo "## What guard, sealing and story cost"
echo
echo "Intakes a second over $CONNECTIONS connections of Holdfast as it is, and of one that looks for no card data, seals nothing and keeps no story"
echo "(\`bench/overhead\`), by turns in one run, each compiled by C1 alone, after $((half * 2)) seconds of warm-up. CPU is that of Holdfast's process for an intake."
echo
echo "| round | with, intakes/s | without, intakes/s | with, CPU | without, CPU |"
echo "| --- | --- | --- | --- | --- |"
a=0 b=0 ac=0 bc=0
for round in $(seq "$ROUNDS"); do
    # each goes first by turns
    if [ $((round % 2)) = 1 ]; then with "$SECONDS_EACH"; without "$SECONDS_EACH"; else without "$SECONDS_EACH"; with "$SECONDS_EACH"; fi
    printf '| %s | %.0f | %.0f | %.2f ms | %.2f ms |\n' "$round" "$with_rate" "$without_rate" "$with_cpu" "$without_cpu"
    a=$(calc %f "$a + $with_rate") b=$(calc %f "$b + $without_rate") ac=$(calc %f "$ac + $with_cpu") bc=$(calc %f "$bc + $without_cpu")
done
[ "$(psql_bench -Atc 'SELECT count(*) FROM dispute_event' without)" = 0 ] || { echo "the other side keeps a story" >&2; exit 1; }
[ "$(psql_bench -Atc "SELECT count(*) FROM dispute WHERE payment_token <> 'pm_card_visa'" without)" = 0 ] || { echo "the other side seals" >&2; exit 1; }
echo
echo "With guard, sealing and story: $(calc %.1f "100 * $a / $b") % of the rate without, and $(calc %.2f "($ac - $bc) / $ROUNDS") ms more CPU for an intake."
figure "intake with guard, sealing and story, of that without" "0.85 or more" "$(ratio "$a" "$b")" "$a / $b >= 0.85"
