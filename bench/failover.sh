#!/usr/bin/env bash
# What becomes of disputes when the database's primary is lost: a Patroni cluster of three PostgreSQL nodes with synchronous replication, its state in etcd,
# HAProxy in front; two replicas of Holdfast, the sandbox gateway, and callers who open, release and charge all the while. The primary is killed and comes back
# (kill), and a primary hangs, is replaced, and goes on as if nothing had happened (freeze). At the end the callers' own notes, the database and the sandbox's
# ledger are compared: nothing that was accepted is lost, nothing is doubled. Takes about five minutes; on loopback, below /tmp.
#
# Needs Debian's patroni, etcd-server and haproxy. Settings: FAULTS (kill freeze), RATE_EACH (disputes a second, 40), PG_PORT and the ports of bench/lib.sh; the
# cluster uses the 30 ports from PG_PORT on.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

FAULTS=${FAULTS:-kill freeze}
RATE_EACH=${RATE_EACH:-40}
# Patroni's: how long a primary may be silent, how often each node looks, how long it tries again before it gives its office up.
TTL=20 LOOP_WAIT=5 RETRY_TIMEOUT=5
need patroni patroni
need etcd etcd-server
PATH=$PATH:/usr/sbin need haproxy haproxy

node_port() { echo $((PG_PORT + $1)); }
patroni_port() { echo $((PG_PORT + 10 + $1)); }
ETCD_PORT=$((PG_PORT + 20)) ETCD_PEER_PORT=$((PG_PORT + 21))

# As who may run PostgreSQL; unlike runuser this is the process itself, so that it can be killed.
run_pg() {
    if [ "$(id -u)" = 0 ]; then exec setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else exec "$@"; fi
}

# With the second version of its API: by the third one Patroni before 3.0.3 (Debian's is 3.0.2) takes its lease back, when it goes on after it hung, from whoever
# has got it meanwhile (https://github.com/patroni/patroni/pull/2689). There are two primaries then, and what one of them took is lost.
start_etcd() {
    mkdir "$WORK/etcd"
    [ "$(id -u)" != 0 ] || chown postgres "$WORK/etcd"
    chmod 700 "$WORK/etcd"
    (run_pg etcd --name one --data-dir "$WORK/etcd" --listen-client-urls "http://127.0.0.1:$ETCD_PORT" --advertise-client-urls "http://127.0.0.1:$ETCD_PORT" \
        --listen-peer-urls "http://127.0.0.1:$ETCD_PEER_PORT" --initial-advertise-peer-urls "http://127.0.0.1:$ETCD_PEER_PORT" \
        --initial-cluster "one=http://127.0.0.1:$ETCD_PEER_PORT" --enable-v2 --logger zap --log-level warn >"$WORK/etcd.log" 2>&1) &
    PIDS+=($!)
    await_url "http://127.0.0.1:$ETCD_PORT/health"
}

# Argument: the number of the node.
configure_node() {
    mkdir -p "$WORK/sock$1" "$WORK/pg$1"
    cat >"$WORK/node$1.yml" <<YAML
scope: holdfast
name: node$1
restapi: {listen: "127.0.0.1:$(patroni_port "$1")", connect_address: "127.0.0.1:$(patroni_port "$1")"}
etcd: {host: "127.0.0.1:$ETCD_PORT"}
bootstrap:
  dcs:
    ttl: $TTL
    loop_wait: $LOOP_WAIT
    retry_timeout: $RETRY_TIMEOUT
    synchronous_mode: true
    synchronous_mode_strict: true
    postgresql:
      use_pg_rewind: true
      use_slots: true
      parameters: {max_connections: 200, shared_buffers: 128MB, fsync: "on", synchronous_commit: "on", wal_log_hints: "on", wal_keep_size: 512MB}
  initdb: [{encoding: UTF8}, {auth: trust}, data-checksums]
  pg_hba: ["local all all trust", "host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"]
postgresql:
  listen: "127.0.0.1:$(node_port "$1")"
  connect_address: "127.0.0.1:$(node_port "$1")"
  data_dir: "$WORK/pg$1/data"
  bin_dir: "$PG_BIN"
  pgpass: "$WORK/pg$1/pgpass"
  authentication: {superuser: {username: bench, password: bench}, replication: {username: replicator, password: bench}}
  parameters: {unix_socket_directories: "$WORK/sock$1"}
YAML
    [ "$(id -u)" != 0 ] || chown postgres "$WORK/sock$1" "$WORK/pg$1" "$WORK/node$1.yml"
}

start_node() {
    (run_pg patroni "$WORK/node$1.yml" >>"$WORK/node$1.log" 2>&1) &
    NODE[$1]=$!
    PIDS+=($!)
}

start_haproxy() {
    {
        printf 'global\n maxconn 1000\ndefaults\n mode tcp\n timeout connect 1s\n timeout client 1h\n timeout server 1h\n timeout check 2s\n'
        printf 'listen primary\n bind 127.0.0.1:%s\n option httpchk OPTIONS /primary\n http-check expect status 200\n' "$PG_PORT"
        printf ' default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions\n'
        for n in 1 2 3; do printf ' server node%s 127.0.0.1:%s check port %s\n' "$n" "$(node_port "$n")" "$(patroni_port "$n")"; done
    } >"$WORK/haproxy.cfg"
    PATH=$PATH:/usr/sbin haproxy -db -f "$WORK/haproxy.cfg" >"$WORK/haproxy.log" 2>&1 &
    PIDS+=($!)
}

# The number of the node that is the primary by its own word, with the lease from etcd.
primary() {
    local n
    for n in 1 2 3; do
        ! curl -sf -m 2 -o /dev/null "http://127.0.0.1:$(patroni_port "$n")/primary" || { echo "$n"; return; }
    done
}

# Until there is a primary, a synchronous standby and a third that streams.
await_cluster() {
    local leader
    for _ in $(seq 240); do
        leader=$(primary)
        if [ -n "$leader" ] && [ "$(PG_PORT=$(node_port "$leader") psql_bench -Atc "SELECT count(*) FILTER (WHERE state = 'streaming') || ' '
            || count(*) FILTER (WHERE sync_state = 'sync') FROM pg_stat_replication WHERE application_name LIKE 'node%'" postgres 2>/dev/null)" = "2 1" ]; then return; fi
        sleep 0.5
    done
    echo "the cluster is not whole after two minutes" >&2
    tail -n 5 "$WORK"/node*.log >&2
    exit 1
}

# All processes of a node: Patroni, the server, and the server's own.
processes() {
    local server
    echo "${NODE[$1]}"
    server=$(head -1 "$WORK/pg$1/data/postmaster.pid" 2>/dev/null || true)
    [ -z "$server" ] || { echo "$server"; pgrep -P "$server" || true; }
}

now_ms() { date +%s%3N; }

declare -A NODE
chmod 755 "$WORK"
start_etcd
for n in 1 2 3; do configure_node "$n"; done
start_node 1
for _ in $(seq 240); do [ -z "$(primary)" ] || break; sleep 0.5; done
start_node 2
start_node 3
start_haproxy
await_cluster
for _ in $(seq 50); do psql_bench -qc 'SELECT' postgres >/dev/null 2>&1 && break; sleep 0.2; done
psql_bench -qc 'CREATE DATABASE holdfast' postgres
start_sandbox
start_holdfast
REPLICAS=("$HOLDFAST")
HTTP_PORT=$((HTTP_PORT + 1)) MANAGEMENT_PORT=$((MANAGEMENT_PORT + 1)) start_holdfast
REPLICAS+=("$HOLDFAST")

seconds=20
for fault in $FAULTS; do seconds=$((seconds + 65)); done
java -Xmx512m -XX:+UseSerialGC bench/Orders.java "$API_KEY" "$RATE_EACH" "$seconds" "http://127.0.0.1:$HTTP_PORT" "http://127.0.0.1:$((HTTP_PORT + 1))" \
    >"$WORK/orders" 2>"$WORK/orders.log" &
CALLERS=$!
PIDS+=("$CALLERS")
sleep 20

: >"$WORK/faults"
for fault in $FAULTS; do
    began=$(now_ms)
    lost=$(primary)
    hit=$(processes "$lost")
    case $fault in
        kill) kill -9 $hit || true ;;
        freeze) kill -STOP $hit || true ;;
        *) echo "no such fault: $fault (there are: kill freeze)" >&2; exit 2 ;;
    esac
    for _ in $(seq 200); do
        heir=$(primary)
        [ -z "$heir" ] || [ "$heir" = "$lost" ] || break
        sleep 0.2
    done
    [ -n "$heir" ] && [ "$heir" != "$lost" ] || { echo "no standby took over within 40 seconds" >&2; exit 1; }
    promoted=$(now_ms)
    sleep 5
    case $fault in
        kill) start_node "$lost" ;;
        freeze) kill -CONT $hit || true ;;
    esac
    echo "$fault $began $promoted node$lost node$heir" >>"$WORK/faults"
    left=$((60000 - ($(now_ms) - began)))
    [ "$left" -le 0 ] || sleep "$(calc %.1f "$left / 1000")"
    await_cluster
done

wait "$CALLERS" || { echo "the callers failed" >&2; exit 1; }
for pid in "${REPLICAS[@]}"; do
    kill -0 "$pid" 2>/dev/null || { echo "a replica of Holdfast has ended" >&2; exit 1; }
done
await_none_initiated
sleep 2

curl -sf "http://127.0.0.1:$SANDBOX_PORT/ledger?entries=false" >"$WORK/ledger.json"
grep '^order-' "$WORK/orders" >"$WORK/notes"
psql_bench -q holdfast <<SQL
CREATE TABLE ledger_text (t jsonb);
\copy ledger_text FROM PROGRAM 'tr -d "\n\r" <$WORK/ledger.json' WITH (FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02')
CREATE TABLE ledger AS SELECT (a ->> 'dispute_id')::uuid AS dispute_id, a ->> 'status' AS status, (a ->> 'captured_amount')::numeric AS captured
    FROM ledger_text, jsonb_array_elements(t -> 'authorizations') a;
CREATE TABLE note (name text, id text, status text, sent bigint, accepted bigint);
\copy note FROM '$WORK/notes'
SQL
ask() { psql_bench -Atc "$1" holdfast; }
callers=$(wc -l <"$WORK/notes")
accepted=$(ask "SELECT count(*) FROM note WHERE id <> ''")
WRONG=0
# Arguments: what must not be, and a query that counts it.
never() {
    local n
    n=$(ask "SELECT count(*) FROM $2")
    printf '| %s | %s |\n' "$1" "$n"
    [ "$n" = 0 ] || WRONG=1
}

echo "## Losing the database's primary"
echo
echo "Three PostgreSQL nodes under Patroni (ttl $TTL s, loop_wait $LOOP_WAIT s, strict synchronous mode), etcd, HAProxy, two replicas of Holdfast, the sandbox gateway; $RATE_EACH new callers a"
echo "second for $seconds seconds, $callers in all, each with an idempotency key, who come back after a refusal (\`Retry-After\`), and after ever longer if nobody answers, until they are served. A third of the holds is"
echo "released, a third charged in part. *kill*: every process of the primary's node gets \`kill -9\`, and the node comes back five seconds after another one took"
echo "over. *freeze*: they are stopped (\`SIGSTOP\`), and go on five seconds after another one took over."
echo
echo "| fault | primary, before and after | standby promoted after | no intake accepted for |"
echo "| --- | --- | --- | --- |"
while read -r fault began promoted before after; do
    gap=$(ask "SELECT max(next - accepted) FROM (SELECT accepted, lead(accepted) OVER (ORDER BY accepted) AS next FROM note WHERE accepted > 0) x
        WHERE next >= $began AND accepted < $began + 60000")
    printf '| %s | %s, %s | %s s | %s s |\n' "$fault" "$before" "$after" "$(calc %.1f "($promoted - $began) / 1000")" "$(calc %.1f "$gap / 1000")"
done <"$WORK/faults"
echo
echo "| compared at the end | |"
echo "| --- | --- |"
printf '| callers, accepted | %s, %s |\n' "$callers" "$accepted"
never "accepted, and not in the database" "note n WHERE n.id <> '' AND NOT EXISTS (SELECT FROM dispute d WHERE d.dispute_id::text = n.id)"
never "in the database, and accepted by nobody" "dispute d WHERE NOT EXISTS (SELECT FROM note n WHERE n.id = d.dispute_id::text)"
never "callers who were not served within three minutes" "note WHERE id = '' OR status NOT IN ('HELD', 'RELEASED', 'CHARGED')"
never "keys that led to another dispute when sent again" "note WHERE status = 'DOUBLED'"
never "callers with more than one dispute" "(SELECT conversation_id FROM dispute GROUP BY conversation_id HAVING count(*) > 1) x"
never "disputes with another status than their caller was told" "note n JOIN dispute d ON d.dispute_id::text = n.id WHERE n.status NOT IN ('', 'DOUBLED', d.status)"
never "disputes with more or less than one authorization" \
    "(SELECT d.dispute_id FROM dispute d LEFT JOIN ledger l USING (dispute_id) GROUP BY d.dispute_id HAVING count(l.status) <> 1) x"
never "authorizations without a dispute" "ledger l WHERE NOT EXISTS (SELECT FROM dispute d WHERE d.dispute_id = l.dispute_id)"
never "disputes whose status is not what the gateway did" "dispute d JOIN ledger l USING (dispute_id) WHERE (d.status, l.status, l.captured)
    NOT IN (('HELD', 'authorized', 0), ('RELEASED', 'voided', 0), ('CHARGED', 'captured', 20.00))"
never "what the gateway finds odd (two live holds, a second capture, ...)" "ledger_text, jsonb_array_elements(t -> 'anomalies')"
never "operations that are still open" "gateway_operation WHERE state <> 'DONE'"
echo
echo "Answers by HTTP status (0: no answer): \`$(sed -n 's/^answers //p' "$WORK/orders")\`. No answer because of: \`$(sed -n 's/^failures //p' "$WORK/orders")\`."
if [ "$WRONG" != 0 ]; then
    echo "a comparison found something: see above" >&2
    psql_bench -c "SELECT n.*, d.status, d.attention, d.lease, d.work_at, l.status AS ledger, l.captured FROM note n LEFT JOIN dispute d ON d.dispute_id::text = n.id
        LEFT JOIN ledger l ON l.dispute_id = d.dispute_id WHERE n.status NOT IN ('HELD', 'RELEASED', 'CHARGED') OR d.status IS DISTINCT FROM n.status LIMIT 20" holdfast >&2
    exit 1
fi
