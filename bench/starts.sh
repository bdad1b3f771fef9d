#!/usr/bin/env bash
# Start-up, memory, also under load, and --help of each packaging that is here: this JDK, a JDK 25 with and without the cache of classes that the image has, a native binary.
# The cache is made once, below target/bench, by the image's own training run; that builds the program again, in the form that the cache needs.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

STARTS=${STARTS:-3}
JAVA_25=${JAVA_25:-$(ls -d /usr/lib/jvm/*/bin/java 2>/dev/null | while read -r java; do
    "$java" -version 2>&1 | grep -q 'version "2[5-9]' && echo "$java" && break; done || true)}
AOT=$PWD/target/bench
NOTE=

make_cache() {
    [ ! -f "$AOT/holdfast.aot" ] || [ ! "$AOT/holdfast.aot" -nt "$APP" ] || return 0
    rm -rf target/bench
    ./mvnw -B -q -ntp package -DskipTests -DskipITs -Dspotless.check.skip=true -Dquarkus.package.jar.type=aot-jar \
        -Dquarkus.package.output-directory=bench -Dprogram.folder=bench >"$WORK/package.log" 2>&1 || return 1
    [ -f "$AOT/quarkus-run.jar" ] || return 1
    cp src/main/docker/holdfast.sh "$AOT/holdfast"
    # the training run's demo brings a PostgreSQL of its own
    (cd "$AOT" && PATH="$(dirname "$JAVA_25"):$PATH" TRAINING_PORT=$((HTTP_PORT + 10)) timeout 120 \
        bash "$OLDPWD/src/main/docker/train.sh" "$WORK/training" "$PWD/holdfast.aot") >"$WORK/training.log" 2>&1 || { rm -f "$AOT/holdfast.aot"; return 1; }
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
millis() { echo $(($(date +%s%N) / 1000000)); }

# Arguments: label, command. Prints a row, and sets HIGHEST. The last start of them is put under load.
measure() {
    local label=$1 began n
    shift
    : >"$WORK/ready" >"$WORK/rss" >"$WORK/help"
    for n in $(seq "$STARTS"); do
        began=$(millis)
        "$@" "${SETTINGS[@]}" "${LAST[@]}" serve >>"$WORK/holdfast.log" 2>&1 &
        HOLDFAST=$!
        PIDS+=("$HOLDFAST")
        until curl -sf -o /dev/null "http://127.0.0.1:$MANAGEMENT_PORT/q/health/ready"; do
            kill -0 "$HOLDFAST" 2>/dev/null && [ $(($(millis) - began)) -lt 60000 ] || { echo "$label does not start" >&2; exit 1; }
            sleep 0.01
        done
        echo $(($(millis) - began)) >>"$WORK/ready"
        sleep 1
        memory_mb "$HOLDFAST" VmRSS >>"$WORK/rss"
        echo >>"$WORK/rss"
        if [ "$n" = "$STARTS" ]; then
            load_at 64 "$WARM"
            HIGHEST=$(memory_mb "$HOLDFAST" VmHWM)
        fi
        stop_holdfast
        began=$(millis)
        "$@" "${LAST[@]}" --help >/dev/null 2>&1
        echo $(($(millis) - began)) >>"$WORK/help"
    done
    echo "| $label | $(median <"$WORK/ready") ms | $(median <"$WORK/rss") MB | $HIGHEST MB | $(median <"$WORK/help") ms |"
}

# The image's own start, which takes settings from the environment only.
as_in_the_image() {
    cat >"$WORK/image" <<EOF
#!/bin/bash
while [[ \${1:-} == -[DX]* ]]; do JAVA_TOOL_OPTIONS+=" \$1"; shift; done
export JAVA_TOOL_OPTIONS PATH=$(dirname "$JAVA_25"):\$PATH
exec "$AOT/holdfast" "\$@"
EOF
    chmod +x "$WORK/image"
    echo "$WORK/image"
}

version() { "$1" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p'; }

if [ -n "$JAVA_25" ]; then
    make_cache || NOTE="The cache of classes could not be made here, or not within two minutes. $(tail -qn 1 "$WORK/package.log" "$WORK/training.log" 2>/dev/null | tail -1)"
    rm -f "$WORK/training.log" "$WORK/package.log"
fi
write_load
start_postgres
start_silent_gateway
settings
# migrates
start_holdfast
stop_holdfast

echo "## Start-up and memory"
echo
echo "From the start of the process until \`/q/health/ready\` says so, on a database that is up to date; resident memory a second later; and \`--help\`. Medians of $STARTS."
echo "At the highest: resident memory of one start, at most, over $WARM seconds of intake over 64 connections, with a heap of ${HEAP:-128m}, the gateway silent."
echo
echo "| packaging | ready after | memory | at the highest | \`--help\` |"
echo "| --- | --- | --- | --- | --- |"
LAST=(-jar "$APP")
measure "Java $(version java)" java "${JVM_FLAGS[@]}"
if [ -n "$JAVA_25" ]; then
    FLAGS_25=("${JVM_FLAGS[@]}" --sun-misc-unsafe-memory-access=allow)
    measure "Java $(version "$JAVA_25")" "$JAVA_25" "${FLAGS_25[@]}"
    if [ -f "$AOT/holdfast.aot" ]; then
        LAST=()
        measure "Java $(version "$JAVA_25") as in the image, with a cache of classes" "$(as_in_the_image)" "${JVM_FLAGS[@]}"
    fi
fi
LAST=()
for native in target/*-runner; do
    [ -x "$native" ] || continue
    measure "native binary" "$native" -Xmx"${HEAP:-128m}"
    figure "memory at full load, heap ${HEAP:-128m}, native binary" "under 250 MB" "$HIGHEST MB" "$HIGHEST < 250"
done
[ -n "$JAVA_25" ] || NOTE="No JDK 25 is here, so the image's packaging is not measured."
[ -z "$NOTE" ] || { echo; echo "$NOTE"; }
ls target/*-runner >/dev/null 2>&1 || { echo; echo "No native binary is here (\`./mvnw package -Dnative\`), so none is measured."; }
