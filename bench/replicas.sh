#!/usr/bin/env bash
# Intakes a second of one replica and of two, on one machine and one database. The gateway is silent.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

write_load
start_postgres
start_silent_gateway
first=$HTTP_PORT second=$((HTTP_PORT + 1))
start_holdfast -Dholdfast.gateway.timeout=115s
HTTP_PORT=$second MANAGEMENT_PORT=$((MANAGEMENT_PORT + 1)) start_holdfast -Dholdfast.gateway.timeout=115s

# Argument: connections to each. wrk's answers a second, of both together.
both() {
    (load_at "$1" "$2" "$first" && echo "$RATE" >"$WORK/first") &
    local one=$!
    load_at "$1" "$2" "$second"
    wait "$one"
    RATE=$(calc %f "$RATE + $(cat "$WORK/first")")
}
both 16 $((WARM * 3))

echo "## Two replicas"
echo
echo "Intakes a second of one replica, and of two that share the load, on this machine and one database; the gateway is silent."
echo
echo "| connections in all | one replica | two replicas | ratio |"
echo "| --- | --- | --- | --- |"
half=$(calc %d "$SECONDS_EACH / 2 + 0.5")
for connections in 16 64; do
    one=0 two=0
    for _ in 1 2; do
        load_at "$connections" "$half" "$first"
        one=$(calc %f "$one + $RATE / 2")
        both $((connections / 2)) "$half"
        two=$(calc %f "$two + $RATE / 2")
    done
    printf '| %s | %.0f | %.0f | %s |\n' "$connections" "$one" "$two" "$(ratio "$two" "$one")"
done
echo
echo "The replicas, the database and the load share $(nproc) cores here: two replicas cannot add speed where one and the database use all of them already. What is lost is what a"
echo "second JVM takes of them, with its own compiler and its own pool of connections; they wait for nothing of each other's."
