#!/bin/bash
# Lets the program run once, with calls of every kind, and keeps what it loaded and linked: train.sh <folder for its data> <cache to write>.
# Runs in the folder of quarkus-run.jar and of the image's start, holdfast, and needs nothing but a JRE and bash: the demo brings its own PostgreSQL and gateway.
set -euo pipefail
data=$1
cache=$2
# By its whole name, as the image's ENTRYPOINT has it: a cache is of use only to a program that is started by the same one, and the JVM does not say so.
program_jar=$PWD/quarkus-run.jar
port=${TRAINING_PORT:-18080}
management=$((port + 1))
sandbox=$((port + 2))

# call PORT METHOD PATH [HEADER VALUE] [BODY]: one HTTP request without an HTTP client.
call() {
    local body=${5:-}
    exec 3<>"/dev/tcp/127.0.0.1/$1"
    printf '%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nPrefer: wait=5\r\n%s\r\nContent-Length: %d\r\n\r\n%s' \
        "$2" "$3" "${4:-X-Nothing: here}" "${#body}" "$body" >&3
    cat <&3
    exec 3>&-
}

java -XX:AOTCacheOutput="$cache" -XX:+UseSerialGC --sun-misc-unsafe-memory-access=allow -Dquarkus.management.port="$management" \
    -jar "$program_jar" demo --data "$data" --port "$port" --sandbox-port "$sandbox" >"$data.log" 2>&1 &
program=$!
trap 'kill "$program" 2>/dev/null || true' EXIT

for _ in $(seq 600); do
    (call "$management" GET /q/health/ready) 2>/dev/null | grep -q '200 OK' && break
    sleep 0.2
done
key="X-API-Key: $(grep -oE 'hf_[A-Za-z0-9_-]+' "$data.log" | head -n 1)"

for round in 1 2 3; do
    for method in pm_card_visa pm_declined_insufficient_funds; do
        opened=$(call "$port" POST /v1/disputes "$key" \
            "{\"customer_account_id\": \"ACC-$round\", \"hold_amount\": 49.99, \"payment_method_id\": \"$method\", \"conversation_id\": \"training-$round\"}")
        id=$(grep -oE '"dispute_id":"[^"]+' <<<"$opened" | head -n 1 | cut -d '"' -f 4)
        call "$port" GET "/v1/disputes/$id" "$key" >/dev/null
        call "$port" GET "/v1/disputes/$id/events" "$key" >/dev/null
        call "$port" POST "/v1/disputes/$id/charge" "$key" '{"amount": 20.00}' >/dev/null
    done
    call "$port" GET "/v1/conversations/training-$round/dispute" "$key" >/dev/null
    call "$port" GET "/v1/disputes?status=CHARGED&limit=10" "$key" >/dev/null
    call "$port" GET /v1/operations "$key" >/dev/null
    call "$management" GET /q/metrics >/dev/null
done
call "$port" GET "/v1/disputes?status=CHARGED&limit=1" "$key" | grep -q '"CHARGED"' || { cat "$data.log"; exit 1; }

kill "$program"
trap - EXIT
# 143: told to stop.
wait "$program" || [ $? = 143 ]
[ -s "$cache" ] || { echo "no cache was written"; cat "$data.log"; exit 1; }
# Not only written but used: a class of Holdfast comes out of it.
java -XX:AOTCache="$cache" -XX:+UseSerialGC -Xlog:class+load:file="$data.classes" -jar "$program_jar" --help >/dev/null
grep -q 'io\.holdfast\.cli\.[A-Za-z]* source: shared objects file' "$data.classes" || { echo "the cache is not used"; exit 1; }
# And by the image's own start in a pod that is no larger than it has to be, where the heap begins as small as it can: the program says what it lacks, and the JVM nothing.
env -i PATH="$PATH" JAVA_TOOL_OPTIONS=-XX:MaxRAM=256m "$PWD/holdfast" serve >"$data.small" 2>&1 || true
if ! grep -q 'quarkus.datasource.reactive.url: is not set' "$data.small" || grep -q '^\[' "$data.small"; then
    cat "$data.small"
    exit 1
fi
rm -rf "$data" "$data.log" "$data.classes" "$data.small"
