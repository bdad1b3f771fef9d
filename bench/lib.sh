# Shared by the benches. Everything runs on loopback, in a folder of its own, for a bounded time, and is ended at the end.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
WORK=$(mktemp -d /tmp/holdfast-bench.XXXXXX)
PIDS=()
SECONDS_EACH=${SECONDS_EACH:-15}
PG_PORT=${PG_PORT:-15432}
HTTP_PORT=${HTTP_PORT:-18080}
MANAGEMENT_PORT=${MANAGEMENT_PORT:-19000}
SANDBOX_PORT=${SANDBOX_PORT:-19797}
API_KEY=bench-key
APP=target/quarkus-app/quarkus-run.jar

need() {
    command -v "$1" >/dev/null || { echo "$1 is missing: apt-get install $2" >&2; exit 2; }
}

PG_BIN=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1 || true)
[ -n "$PG_BIN" ] || { echo "PostgreSQL is missing: apt-get install postgresql postgresql-contrib" >&2; exit 2; }
need wrk wrk
[ -f "$APP" ] || ./mvnw -B -q -ntp package -DskipTests

# PostgreSQL refuses to run as root.
as_pg() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

finish() {
    [ "${KEEP:-}" = 1 ] && cp "$WORK"/*.log /tmp/ 2>/dev/null
    for pid in "${PIDS[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    [ -d "$WORK/pg" ] && as_pg "$PG_BIN/pg_ctl" -D "$WORK/pg" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$WORK"
}
trap finish EXIT

start_postgres() {
    chmod 755 "$WORK"
    mkdir "$WORK/pg" "$WORK/sock"
    [ "$(id -u)" = 0 ] && chown postgres "$WORK/pg" "$WORK/sock"
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
CONF
    as_pg sh -c "cat '$WORK/conf' >> '$WORK/pg/postgresql.conf'"
    as_pg "$PG_BIN/pg_ctl" -D "$WORK/pg" -w -l "$WORK/pg/log" start >/dev/null
    psql_bench -q -c 'CREATE DATABASE holdfast' postgres
}

psql_bench() {
    local database=${@: -1}
    "$PG_BIN/psql" -h 127.0.0.1 -p "$PG_PORT" -U bench -X "${@:1:$#-1}" "$database"
}

commits() {
    psql_bench -Atc "SELECT pg_stat_clear_snapshot(), xact_commit FROM pg_stat_database WHERE datname = 'holdfast'" holdfast | cut -d'|' -f2
}

await_url() {
    for _ in $(seq 120); do
        curl -sf -o /dev/null "$1" && return
        sleep 0.5
    done
    echo "$1 does not answer; the log ends:" >&2
    tail -20 "$WORK"/*.log >&2
    exit 1
}

# Arguments: the gateway's url, the pool's size, further system properties.
start_holdfast() {
    local gateway=$1 pool=$2
    shift 2
    if [ ! -f "$WORK/keyset" ]; then
        java -jar "$APP" keys new | sed -n 's/^holdfast.crypto.keyset=//p' >"$WORK/keyset"
    fi
    java -Xmx512m \
        -Dquarkus.http.port="$HTTP_PORT" -Dquarkus.http.host=127.0.0.1 -Dquarkus.management.port="$MANAGEMENT_PORT" \
        -Dquarkus.datasource.reactive.url="postgresql://127.0.0.1:$PG_PORT/holdfast" \
        -Dquarkus.datasource.username=bench -Dquarkus.datasource.password=bench \
        -Dquarkus.datasource.reactive.max-size="$pool" \
        -Dholdfast.gateway.erp.url="$gateway" \
        -Dholdfast.crypto.keyset="$(cat "$WORK/keyset")" \
        -Dholdfast.security.api-keys.bench.sha256="$(printf %s "$API_KEY" | sha256sum | cut -d' ' -f1)" \
        -Dholdfast.security.api-keys.bench.roles=architect,agent,admin \
        -Dquarkus.log.console.json.enabled=false -Dquarkus.log.level=WARN \
        "$@" -jar "$APP" serve >"$WORK/holdfast.log" 2>&1 &
    HOLDFAST=$!
    PIDS+=("$HOLDFAST")
    await_url "http://127.0.0.1:$MANAGEMENT_PORT/q/health/ready"
}

stop_holdfast() {
    kill "$HOLDFAST"
    wait "$HOLDFAST" || true
}

write_load() {
    cat >"$WORK/open.lua" <<LUA
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["X-API-Key"] = "$API_KEY"
local answers = {}
local n = 0
function request()
  n = n + 1
  return wrk.format(nil, "/v1/disputes", nil,
    '{"customer_account_id": "ACC-' .. (n % 9000 + 1000) .. '", "hold_amount": 49.99, "currency": "USD", '
    .. '"payment_method_id": "pm_card_visa", "conversation_id": "c-' .. n .. '"}')
end
LUA
}

# Prints answers a second, after a warm-up of a third of the time; fails if any answer was not a 2xx.
load_at() {
    local connections=$1 seconds=$2 out
    out=$(wrk -t 2 -c "$connections" -d "${seconds}s" --timeout 10s --latency -s "$WORK/open.lua" "http://127.0.0.1:$HTTP_PORT")
    if grep -q 'Non-2xx' <<<"$out"; then
        echo "$out" >&2
        exit 1
    fi
    LATENCY=$(sed -n 's/^ *\(50%\|99%\) *\(.*\)/\1 \2/p' <<<"$out" | tr '\n' ' ')
    RATE=$(sed -n 's/^Requests\/sec: *//p' <<<"$out")
}

# The very statement that intake sends, with the same kinds of values, as pgbench sends it.
write_pgbench() {
    cat >"$WORK/intake.sql" <<'SQL'
\set account random(1000, 9999)
\set c random(1, 1000000000)
WITH d AS (INSERT INTO dispute (dispute_id, work_at, version, customer_account_id, hold_amount, currency, gateway, shopper_reference,
  gateway_customer_id, reason_code, call_center_id, conversation_id, opened_by, created_at, status, payment_token, authorization_id,
  hold_expires_at, charged_amount, failure_code, pending_action, pending_amount, attention, surplus, renewals, captures, voids, refreshes,
  question_since, question_about, question_next_at, renew_at, refresh_at, event_sequence, event_hash, lease, updated_at)
  SELECT i, clock_timestamp() + 25000 * interval '1 millisecond', 1, 'ACC-' || :account, 49.99, 'USD', 'erp', NULL, NULL,
  'SERVICE_GUARANTEE_DISPUTE', 'CC-001', 'c-' || :c, 'bench', now(), 'INITIATED', decode(repeat('ab', 45), 'hex'), NULL, NULL, NULL, NULL,
  NULL, NULL, NULL, '{}', 0, 0, 0, 0, NULL, '{}', NULL, NULL, NULL, 1, decode(repeat('cd', 32), 'hex'), i, now()
  FROM (SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7' || substr(md5(:c || random()::text), 1, 3)
    || '8' || substr(md5(random()::text), 1, 15))::uuid AS i) x RETURNING dispute_id),
o AS (INSERT INTO gateway_operation (dispute_id, kind, n, operation_id, target, amount, idempotency_key, body, state, attempts, maybe_sent,
  created_at, next_attempt_at, last_outcome) SELECT dispute_id, 'AUTHORIZE', 1, dispute_id, NULL, 49.99, dispute_id::text,
  decode(repeat('ef', 310), 'hex'), 'RUNNING', 0, false, now(), now(), NULL FROM d),
e AS (INSERT INTO dispute_event (dispute_id, sequence, type, at, actor, detail, hash) SELECT dispute_id, 1, 'dispute.opened', now(), 'bench',
  '{"amount":"49.99 USD","gateway":"erp"}', decode(repeat('cd', 32), 'hex') FROM d)
SELECT 1::bigint;
SQL
}

pgbench_at() {
    PG_RATE=$("$PG_BIN/pgbench" -h 127.0.0.1 -p "$PG_PORT" -U bench -n -M prepared -c "$1" -j 2 -T "$2" -f "$WORK/intake.sql" holdfast 2>"$WORK/pgbench.log" \
        | sed -n 's/^tps = \([0-9.]*\).*/\1/p' | tail -1)
}

ratio() {
    awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'
}
