# Shared by the benches. Everything runs on loopback, in a folder of its own, for a bounded time, and is ended at the end.
set -euo pipefail
# Numbers are written and sorted the same everywhere, and no proxy stands between the parts.
export LC_ALL=C.UTF-8 no_proxy=127.0.0.1,localhost NO_PROXY=127.0.0.1,localhost

# --help tells what the bench says of itself, and runs nothing.
if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    awk 'NR > 1 && !/^#/ { exit } NR > 1 { sub(/^# ?/, ""); print }' "$0"
    exit
fi
cd "$(dirname "${BASH_SOURCE[0]}")/.."
SECONDS_EACH=${SECONDS_EACH:-10}
# The unit of warm-up. A JVM on two cores compiles for more than a minute before its rate stays what it is; each bench warms up for some of these, and some of
# them for more where it is still getting faster.
WARM=${WARM:-$((SECONDS_EACH * 2))}
PG_PORT=${PG_PORT:-15432}
HTTP_PORT=${HTTP_PORT:-18080}
MANAGEMENT_PORT=${MANAGEMENT_PORT:-19000}
SANDBOX_PORT=${SANDBOX_PORT:-19797}
API_KEY=bench-key
# A jar, or a native binary.
APP=${APP:-target/quarkus-app/quarkus-run.jar}
# bench/all.sh collects here what is held against an aim.
FIGURES=${FIGURES:-/dev/null}

need() {
    command -v "$1" >/dev/null || { echo "$1 is missing: apt-get install $2" >&2; exit 2; }
}

PG_BIN=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
[ -n "$PG_BIN" ] || { echo "PostgreSQL is missing: apt-get install postgresql postgresql-contrib" >&2; exit 2; }
[ -x "$PG_BIN/pgbench" ] || { echo "pgbench is missing: apt-get install postgresql-contrib" >&2; exit 2; }
need java openjdk-17-jdk-headless
need wrk wrk
need curl curl
need pgrep procps
if [ "$(id -u)" = 0 ]; then need runuser util-linux; fi
[ -f "$APP" ] || ./mvnw -B -q -ntp package -DskipTests -DskipITs

# As the production image (src/main/docker/Dockerfile.jvm) in its pod, with a bound of the heap in place of a share of the pod's memory. The heap begins with a 64th of
# the memory that there is: in the pod as small as can be, on a large machine with all of its bound. The image's switch for Unsafe
# is known from JDK 24 on, and the cache of classes needs a JDK 25: bench/starts.sh has both.
JVM_FLAGS=(-Xmx"${HEAP:-128m}" -Xms8m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -XX:LiveNodeCountInliningCutoff=10000 -XX:TrimNativeHeapInterval=5000)

WORK=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-bench.XXXXXX")
PIDS=()

# Becomes the program; in the background, or in a subshell. Arguments: flags of the JVM, settings, --, command. A native binary takes only its heap of the flags.
run_app() {
    local flags program before=()
    read -ra flags <<<"$1"
    shift
    while [ "$1" != -- ]; do before+=("$1"); shift; done
    shift
    if [[ $APP == *.jar ]]; then program=(java "${flags[@]}" "${before[@]}" -jar "$APP"); else program=("$APP" "${flags[@]:0:1}" "${before[@]}"); fi
    exec "${program[@]}" "$@"
}

# PostgreSQL refuses to run as root.
as_pg() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

finish() {
    local code=$? data
    trap '' TERM INT
    if [ "$code" != 0 ]; then
        for log in "$WORK"/*.log; do [ -s "$log" ] && { echo "-- $(basename "$log") ends:"; tail -5 "$log"; } >&2; done
    fi
    for pid in "${PIDS[@]}"; do kill "$pid" 2>/dev/null || true; done
    for _ in $(seq 150); do
        [ -z "$(jobs -pr)" ] && break
        sleep 0.1
    done
    for pid in "${PIDS[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
    for data in "$WORK"/pg "$WORK"/pg?/data; do
        [ -f "$data/postmaster.pid" ] || continue
        kill -CONT "$(head -1 "$data/postmaster.pid")" 2>/dev/null || true
        as_pg "$PG_BIN/pg_ctl" -D "$data" -m immediate stop >/dev/null 2>&1 || true
    done
    rm -rf "$WORK"
}
trap finish EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

# Argument: further lines of its configuration.
start_postgres() {
    chmod 755 "$WORK"
    mkdir "$WORK/pg" "$WORK/sock"
    [ "$(id -u)" != 0 ] || chown postgres "$WORK/pg" "$WORK/sock"
    as_pg "$PG_BIN/initdb" -D "$WORK/pg" -A trust -U bench >/dev/null
    # Durable commits, as in production; enough connections and memory for both sides.
    cat >"$WORK/conf" <<CONF
listen_addresses = '127.0.0.1'
port = $PG_PORT
unix_socket_directories = '$WORK/sock'
max_connections = 200
shared_buffers = 512MB
max_wal_size = 4GB
fsync = on
synchronous_commit = on
${1:-}
CONF
    as_pg sh -c "cat '$WORK/conf' >> '$WORK/pg/postgresql.conf'"
    as_pg "$PG_BIN/pg_ctl" -D "$WORK/pg" -w -l "$WORK/pg/log" start >/dev/null || { tail -5 "$WORK/pg/log" >&2; exit 1; }
    POSTGRES=$(head -1 "$WORK/pg/postmaster.pid")
    psql_bench -q -c 'CREATE DATABASE holdfast' postgres
}

psql_bench() {
    local database=${@: -1}
    "$PG_BIN/psql" -h 127.0.0.1 -p "$PG_PORT" -U bench -X -v ON_ERROR_STOP=1 "${@:1:$#-1}" "$database"
}

count() { psql_bench -Atc "SELECT count(*) FROM $1" holdfast; }

commits() { psql_bench -Atc "SELECT xact_commit FROM pg_stat_database WHERE datname = 'holdfast'" postgres; }

await_url() {
    for _ in $(seq 600); do
        curl -sf -o /dev/null "$1" && return
        sleep 0.1
    done
    echo "$1 does not answer after a minute" >&2
    exit 1
}

# Over one connection, and by the index: what looks takes as little as can be of what it looks at.
await_none_initiated() {
    local left look
    coproc LOOK { psql_bench -qAt holdfast; }
    look=$LOOK_PID
    for _ in $(seq 900); do
        echo "SELECT count(*) FROM (SELECT FROM dispute WHERE status = 'INITIATED' ORDER BY dispute_id DESC LIMIT 1) i;" >&"${LOOK[1]}"
        read -r left <&"${LOOK[0]}"
        [ "$left" != 0 ] || { kill "$look"; wait "$look" 2>/dev/null || true; return; }
        sleep 0.2
    done
    echo "$(count "dispute WHERE status = 'INITIATED'") disputes are still INITIATED after three minutes" >&2
    exit 1
}

# A gateway that takes connections and never answers.
start_silent_gateway() {
    java -Xmx32m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 bench/SilentGateway.java "$SANDBOX_PORT" >"$WORK/silent.log" 2>&1 &
    PIDS+=($!)
    for _ in $(seq 300); do
        grep -q silent "$WORK/silent.log" && return
        sleep 0.1
    done
    echo "the silent gateway does not start" >&2
    exit 1
}

start_sandbox() {
    run_app '-Xmx512m -XX:+UseSerialGC' -- sandbox --port "$SANDBOX_PORT" >"$WORK/sandbox.log" 2>&1 &
    PIDS+=($!)
    await_url "http://127.0.0.1:$SANDBOX_PORT/healthz"
}

# The settings of every Holdfast under test, in the environment: a native binary takes them as well. One credential and one address send all the load, so
# what each of them may send is not limited.
settings() {
    if [ ! -f "$WORK/keyset" ]; then
        (run_app '' -- keys new) >"$WORK/keys" 2>"$WORK/keys.log"
        sed -n 's/^holdfast.crypto.keyset=//p' "$WORK/keys" >"$WORK/keyset"
        WEBHOOK_SECRET=$(sed -n 's/^holdfast.gateway.erp.webhook-secrets=//p' "$WORK/keys")
    fi
    export HOLDFAST_CRYPTO_KEYSET WEBHOOK_SECRET
    HOLDFAST_CRYPTO_KEYSET=$(cat "$WORK/keyset")
    SETTINGS=(-Dquarkus.http.port="$HTTP_PORT" -Dquarkus.http.host=127.0.0.1
        -Dquarkus.management.port="$MANAGEMENT_PORT" -Dquarkus.management.host=127.0.0.1
        -Dquarkus.datasource.reactive.url="postgresql://127.0.0.1:$PG_PORT/holdfast"
        -Dquarkus.datasource.username=bench -Dquarkus.datasource.password=bench
        -Dholdfast.gateway.erp.url="http://127.0.0.1:$SANDBOX_PORT"
        -Dholdfast.gateway.erp.webhook-secrets="$WEBHOOK_SECRET"
        -Dholdfast.security.api-keys.bench.sha256="$(printf %s "$API_KEY" | sha256sum | cut -d' ' -f1)"
        -Dholdfast.security.api-keys.bench.roles=architect,agent,admin
        -Dholdfast.limits.credential-rate=0 -Dholdfast.limits.webhook-rate=0
        -Dquarkus.log.console.json.enabled=false -Dquarkus.log.level=WARN)
}

# Arguments: further system properties. Everything else, such as the size of the pool, is as shipped.
start_holdfast() {
    settings
    run_app "${JVM_FLAGS[*]}" "${SETTINGS[@]}" "$@" -- serve >>"$WORK/holdfast-$HTTP_PORT.log" 2>&1 &
    HOLDFAST=$!
    PIDS+=("$HOLDFAST")
    await_url "http://127.0.0.1:$MANAGEMENT_PORT/q/health/ready"
}

stop_holdfast() {
    kill "$HOLDFAST"
    wait "$HOLDFAST" || true
}

# CPU milliseconds that a process and its children have used so far.
cpu_ms() {
    local pid
    for pid in "$1" $(pgrep -P "$1" || true); do cat "/proc/$pid/stat" 2>/dev/null || true; done \
        | awk -v hz="$(getconf CLK_TCK)" '{ sub(/^.*\) /, ""); t += ($12 + $13) * 1000 / hz } END { print t + 0 }'
}

# Resident memory of a process in MB: VmRSS now, VmHWM at its highest.
memory_mb() { awk -v what="$2:" '$1 == what { printf "%.0f", $2 / 1024 }' "/proc/$1/status"; }

calc() { awk "BEGIN { printf \"$1\", $2 }"; }

ratio() { calc %.2f "$1 / $2"; }

# Arguments: what, the aim in words, the figure, and whether it is met as a condition of awk.
figure() { printf '| %s | %s | %s | %s |\n' "$1" "$2" "$3" "$(calc %s "($4) ? \"yes\" : \"no\"")" >>"$FIGURES"; }

write_load() {
    cat >"$WORK/open.lua" <<LUA
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["X-API-Key"] = "$API_KEY"
local n = 0
function request()
  n = n + 1
  return wrk.format(nil, "/v1/disputes", nil,
    '{"customer_account_id": "ACC-' .. (n % 9000 + 1000) .. '", "hold_amount": 49.99, "currency": "USD", '
    .. '"payment_method_id": "pm_card_visa", "conversation_id": "c-' .. n .. '"}')
end
LUA
}

# Arguments: connections, seconds, and perhaps a port and another script. Sets RATE (answers a second) and LATENCY; fails if any answer was not a 2xx.
load_at() {
    local out
    out=$(wrk -t 2 -c "$1" -d "${2}s" --timeout 10s --latency -s "${4:-$WORK/open.lua}" "http://127.0.0.1:${3:-$HTTP_PORT}")
    if grep -qE 'Non-2xx|Socket errors' <<<"$out"; then
        echo "$out" >&2
        exit 1
    fi
    LATENCY=$(sed -n 's/^ *\(50%\|99%\) *\(.*\)/\1 \2/p' <<<"$out" | tr '\n' ' ')
    RATE=$(sed -n 's/^Requests\/sec: *//p' <<<"$out")
}

# Makes load until it gets no faster, and sets WARMED to the seconds of load: on a slow machine a JVM compiles for longer. Arguments: how many units of warm-up at
# least and at most, and what makes one of them and sets RATE; if nothing is named, that is from intake to HELD.
warm_up() {
    local least=$1 most=$2 fastest=0 n load=("${@:3}")
    [ $# -gt 2 ] || load=(hold_at 32 "$WARM")
    for n in $(seq "$most"); do
        "${load[@]}"
        WARMED=$((n * WARM))
        if [ "$n" -ge "$least" ] && [ "$(calc %d "($RATE < $fastest * 1.03)")" = 1 ]; then break; fi
        fastest=$(calc %f "($RATE > $fastest ? $RATE : $fastest)")
    done
}

# Arguments: as of load_at. Ends when the last dispute has left INITIATED. The sandbox keeps 50,000 holds and then takes no more, so it forgets them all the while.
hold_at() {
    (while sleep 1; do forget || true; done) &
    local forgetting=$!
    PIDS+=("$forgetting")
    load_at "$@"
    await_none_initiated
    kill "$forgetting"
    wait "$forgetting" || true
    forget
}

forget() { curl -sf -X DELETE -o /dev/null "http://127.0.0.1:$SANDBOX_PORT/ledger"; }

# The very rows that an intake writes, with the same kinds of values; same_rows compares them.
write_pgbench() {
    cat >"$WORK/intake.sql" <<'SQL'
\set account random(1000, 9999)
\set c random(1, 1000000000)
WITH k AS (SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7' || substr(md5(:c || random()::text), 1, 3)
    || '8' || substr(md5(random()::text), 1, 15))::uuid AS i, sha256('pm_card_visa') AS f
    WHERE NOT EXISTS (SELECT FROM replaced_token WHERE fingerprint = sha256('pm_card_visa'))),
d AS (INSERT INTO dispute (dispute_id, work_at, version, customer_account_id, hold_amount, currency, gateway, shopper_reference,
  gateway_customer_id, reason_code, call_center_id, conversation_id, opened_by, created_at, status, payment_token, token_fingerprint,
  authorization_id, hold_expires_at, charged_amount, failure_code, pending_action, pending_amount, attention, surplus, renewals, captures, voids,
  refreshes, question_since, question_about, question_next_at, question_not_before, renew_at, refresh_at, event_sequence, event_hash, lease, updated_at)
  SELECT i, clock_timestamp() + 25000 * interval '1 millisecond', 1, 'ACC-' || :account, 49.99, 'USD', 'erp', NULL, NULL,
  'SERVICE_GUARANTEE_DISPUTE', 'CC-001', 'c-' || :c, 'pgben', now(), 'INITIATED', decode(repeat('ab', 45), 'hex'), f, NULL, NULL, NULL, NULL,
  NULL, NULL, NULL, '{}', 0, 0, 0, 0, NULL, '{}', NULL, NULL, NULL, NULL, 1, decode(repeat('cd', 32), 'hex'), i, now() FROM k),
o AS (INSERT INTO gateway_operation (dispute_id, kind, n, operation_id, target, amount, idempotency_key, body, state, attempts, maybe_sent,
  created_at, next_attempt_at, not_before, last_outcome) SELECT i, 'AUTHORIZE', 1, i, NULL, 49.99, i::text,
  decode(repeat('ef', 300), 'hex'), 'RUNNING', 0, false, now(), now(), NULL, NULL FROM k),
e AS (INSERT INTO dispute_event (dispute_id, sequence, type, at, actor, detail, hash) SELECT i, 1, 'dispute.opened', now(), 'bench',
  '{"amount":"49.99 USD","gateway":"erp","record":"' || substr(md5(:c::text) || md5(:account::text), 1, 62) || '"}',
  decode(repeat('cd', 32), 'hex') FROM k)
SELECT count(*) AS stored FROM k;
SQL
}

# Fails if pgbench's rows have other columns filled than the newest that Holdfast began to work on, or differ from them by more than a tenth in size: then the
# comparison is off. What a full line left to others has no lease, and the outcome says so: as many columns, and a little less in them.
same_rows() {
    local table filled size
    for table in dispute gateway_operation dispute_event; do
        read -r filled size < <(psql_bench -At -F ' ' -c "
            WITH newest AS MATERIALIZED (SELECT (SELECT dispute_id FROM dispute WHERE opened_by = 'pgben' ORDER BY dispute_id DESC LIMIT 1) AS p,
                (SELECT dispute_id FROM dispute WHERE opened_by = 'bench' AND status = 'INITIATED' AND version = 1 AND lease IS NOT NULL ORDER BY dispute_id DESC LIMIT 1) AS h),
            rows AS (SELECT dispute_id = p AS pg, pg_column_size(t.*) AS size, (SELECT string_agg(x.key, ',' ORDER BY x.key)
                FROM jsonb_each_text(to_jsonb(t)) x WHERE x.value IS NOT NULL) AS filled FROM $table t, newest WHERE dispute_id IN (p, h))
            SELECT count(*) = 2 AND count(DISTINCT filled) = 1, coalesce(round(100.0 * min(size) / max(size)), 0) FROM rows" holdfast)
        if [ "$filled" != t ] || [ "$size" -lt 90 ]; then
            psql_bench -c "SELECT * FROM (SELECT DISTINCT ON (opened_by) * FROM dispute JOIN gateway_operation USING (dispute_id)
                JOIN dispute_event USING (dispute_id) ORDER BY opened_by, dispute_id DESC) x" -x holdfast >&2
            echo "pgbench's row of $table is not as Holdfast's (same columns: $filled, sizes $size %): bring write_pgbench in bench/lib.sh up to date" >&2
            exit 1
        fi
    done
}

# Arguments: connections, seconds. Sets PG_RATE.
pgbench_at() {
    "$PG_BIN/pgbench" -h 127.0.0.1 -p "$PG_PORT" -U bench -n -M prepared -c "$1" -j 2 -T "$2" -f "$WORK/intake.sql" holdfast \
        >"$WORK/pgbench.out" 2>"$WORK/pgbench.log" || exit 1
    PG_RATE=$(sed -n 's/^tps = \([0-9.]*\).*/\1/p' "$WORK/pgbench.out" | tail -1)
}
