#!/usr/bin/env bash
# Kill Bill beside Holdfast on the same PostgreSQL: holds placed a second, and memory. Kill Bill places them by its built-in external payment method, which
# answers at once and calls nobody; Holdfast calls the sandbox gateway over HTTP, which runs on the same machine. Part of bench/all.sh only where these are set,
# because Kill Bill has to be fetched first (dependency:get would read its parent POM, which Maven Central does not have; dependency:copy does not):
#
#   ./mvnw -q dependency:copy -Dartifact=org.kill-bill.billing:killbill-profiles-killbill:0.22.26:war -DoutputDirectory=/tmp/killbill
#   ./mvnw -q dependency:copy -Dartifact=org.eclipse.jetty:jetty-runner:9.4.56.v20240826 -DoutputDirectory=/tmp/killbill
#   KILLBILL_WAR=$(echo /tmp/killbill/*.war) JETTY_RUNNER=$(echo /tmp/killbill/jetty-runner-*.jar) bench/killbill.sh
#
# Its heap: KILLBILL_HEAP (1g). Bounded to about six minutes.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

: "${KILLBILL_WAR:?is to name org.kill-bill.billing:killbill-profiles-killbill:war}" "${JETTY_RUNNER:?is to name org.eclipse.jetty:jetty-runner}"
KILLBILL_HEAP=${KILLBILL_HEAP:-1g}
KILLBILL_PORT=${KILLBILL_PORT:-18081}
CONNECTIONS=${CONNECTIONS:-16}
need unzip unzip

write_load
start_postgres

psql_bench -qc 'CREATE DATABASE killbill' postgres
mkdir "$WORK/war" "$WORK/bundles"
unzip -qo "$KILLBILL_WAR" -d "$WORK/war"
unzip -p "$WORK"/war/WEB-INF/lib/killbill-util-*.jar org/killbill/billing/util/ddl-postgresql.sql >"$WORK/ddl.sql"
for jar in "$WORK"/war/WEB-INF/lib/killbill-*.jar; do
    for ddl in $(unzip -Z1 "$jar" | grep '/ddl\.sql$' || true); do unzip -p "$jar" "$ddl"; done
done >>"$WORK/ddl.sql"
PGOPTIONS='-c client_min_messages=warning' psql_bench -q -f "$WORK/ddl.sql" killbill >/dev/null

database=jdbc:postgresql://127.0.0.1:$PG_PORT/killbill
opens=()
for package in java.base/java.lang java.base/java.security java.base/java.util java.base/java.net java.base/sun.nio.ch java.base/java.lang.reflect java.base/java.text \
    java.base/sun.net.www.protocol.{jar,file,http,https}; do
    opens+=(--add-opens "$package=ALL-UNNAMED")
done
# Its pool as large as Holdfast's; what it logs is a file's, and warnings only.
printf '<configuration><root level="WARN"/></configuration>\n' >"$WORK/logback.xml"
java -Xmx"$KILLBILL_HEAP" "${opens[@]}" -Djava.io.tmpdir="$WORK" -Dlogback.configurationFile="$WORK/logback.xml" -Duser.timezone=GMT \
    -Dorg.killbill.dao.url="$database" -Dorg.killbill.dao.user=bench -Dorg.killbill.dao.password=bench -Dorg.killbill.dao.maxActive=32 \
    -Dorg.killbill.billing.osgi.dao.url="$database" -Dorg.killbill.billing.osgi.dao.user=bench -Dorg.killbill.billing.osgi.dao.password=bench \
    -Dorg.killbill.osgi.bundle.install.dir="$WORK/bundles" -Dorg.killbill.server.test.mode=false -Dorg.killbill.server.multitenant=true \
    -jar "$JETTY_RUNNER" --host 127.0.0.1 --port "$KILLBILL_PORT" "$WORK/war" >"$WORK/killbill.log" 2>&1 &
KILLBILL=$!
PIDS+=("$KILLBILL")
began=$(date +%s.%N)
for _ in $(seq 1200); do
    ! curl -sf -o /dev/null "http://127.0.0.1:$KILLBILL_PORT/1.0/healthcheck" || break
    kill -0 "$KILLBILL" 2>/dev/null || { echo "Kill Bill does not start" >&2; exit 1; }
    sleep 0.1
done
ready=$(calc %.1f "$(date +%s.%N) - $began")

kb() { # path, body; prints where the new thing is
    curl -sf -u admin:password -H 'X-Killbill-ApiKey: bench' -H 'X-Killbill-ApiSecret: bench' -H 'X-Killbill-CreatedBy: bench' -H 'Content-Type: application/json' \
        -D - -o /dev/null -d "$2" "http://127.0.0.1:$KILLBILL_PORT/1.0/kb/$1" | tr -d '\r' | sed -n 's/^[Ll]ocation: *//p'
}
kb tenants '{"apiKey": "bench", "apiSecret": "bench"}' >/dev/null
# It takes a lock for each account, so there are more accounts than connections.
for n in $(seq 128); do
    account=$(kb accounts "{\"name\": \"ACC-$n\", \"currency\": \"USD\"}")
    account=${account##*/}
    kb "accounts/$account/paymentMethods?isDefault=true" '{"pluginName": "__EXTERNAL_PAYMENT__", "pluginInfo": {}}' >/dev/null
    echo "$account"
done >"$WORK/accounts"
[ "$(grep -c . "$WORK/accounts")" = 128 ] || { echo "Kill Bill refuses accounts" >&2; exit 1; }
cat >"$WORK/killbill.lua" <<LUA
local accounts, threads, n = {}, 0, 0
function setup(thread) thread:set("first", threads); threads = threads + 1 end
function init()
  for line in io.lines("$WORK/accounts") do accounts[#accounts + 1] = line end
end
local headers = {["Content-Type"] = "application/json", ["X-Killbill-ApiKey"] = "bench", ["X-Killbill-ApiSecret"] = "bench",
  ["X-Killbill-CreatedBy"] = "bench", ["Authorization"] = "Basic $(printf admin:password | base64)"}
function request()
  n = n + 2
  return wrk.format("POST", "/1.0/kb/accounts/" .. accounts[(n + first) % #accounts + 1] .. "/payments", headers,
    '{"transactionType": "AUTHORIZE", "amount": 49.99, "currency": "USD"}')
end
LUA
warm_up 2 6 load_at "$CONNECTIONS" "$WARM" "$KILLBILL_PORT" "$WORK/killbill.lua"
kb_warmed=$WARMED
held() { psql_bench -Atc "SELECT count(*) FROM payment_transactions WHERE transaction_type = 'AUTHORIZE' AND transaction_status = 'SUCCESS'" killbill; }
n=$(held) k=$(cpu_ms "$KILLBILL") p=$(cpu_ms "$POSTGRES")
load_at "$CONNECTIONS" "$SECONDS_EACH" "$KILLBILL_PORT" "$WORK/killbill.lua"
k=$(calc %f "$(cpu_ms "$KILLBILL") - $k") p=$(calc %f "$(cpu_ms "$POSTGRES") - $p")
n=$(($(held) - n))
kb_rate=$(calc %f "$n / $SECONDS_EACH") kb_latency=$LATENCY kb_memory=$(memory_mb "$KILLBILL" VmHWM)
kb_cpu=$(calc %.2f "$k / $n") kb_pg=$(calc %.2f "$p / $n")
kill "$KILLBILL"
wait "$KILLBILL" || true

start_sandbox
began=$(date +%s.%N)
start_holdfast
hf_ready=$(calc %.1f "$(date +%s.%N) - $began")
warm_up 2 6 hold_at "$CONNECTIONS" "$WARM"
n=$(count "dispute WHERE status = 'HELD'") h=$(cpu_ms "$HOLDFAST") p=$(cpu_ms "$POSTGRES")
began=$(date +%s.%N)
hold_at "$CONNECTIONS" "$SECONDS_EACH"
took=$(calc %f "$(date +%s.%N) - $began")
h=$(calc %f "$(cpu_ms "$HOLDFAST") - $h") p=$(calc %f "$(cpu_ms "$POSTGRES") - $p")
n=$(($(count "dispute WHERE status = 'HELD'") - n))
hf_rate=$(calc %f "$n / $took") hf_memory=$(memory_mb "$HOLDFAST" VmHWM)
stop_holdfast

echo "## Kill Bill beside Holdfast"
echo
echo "$(basename "$KILLBILL_WAR" .war) with a heap of $KILLBILL_HEAP on Jetty, and Holdfast with a heap of ${HEAP:-128m}, one after the other on one PostgreSQL, over $CONNECTIONS"
echo "connections for $SECONDS_EACH seconds, after warm-ups that went on until they got no faster ($kb_warmed and $WARMED seconds). Kill Bill's holds are \`AUTHORIZE\` payments of its built-in external payment method over 128"
echo "accounts: no gateway is called. Holdfast's count from intake until the last is HELD, with the sandbox gateway called over HTTP on the same machine."
echo
echo "| | holds/s | latency of a call | CPU for each | PostgreSQL | memory at its highest | ready after |"
echo "| --- | --- | --- | --- | --- | --- | --- |"
printf '| Kill Bill | %.0f | %s | %s ms | %s ms | %s MB | %s s |\n' "$kb_rate" "$kb_latency" "$kb_cpu" "$kb_pg" "$kb_memory" "$ready"
printf '| Holdfast | %.0f | %s | %s ms | %s ms | %s MB | %s s |\n' "$hf_rate" "$LATENCY" "$(calc %.2f "$h / $n")" "$(calc %.2f "$p / $n")" "$hf_memory" "$hf_ready"
figure "holds beside Kill Bill" "20 times or more" "$(calc %.1f "$hf_rate / $kb_rate")" "$hf_rate / $kb_rate >= 20"
figure "memory beside Kill Bill" "0.1 or less" "$(calc %.2f "$hf_memory / $kb_memory")" "$hf_memory / $kb_memory <= 0.1"
echo
echo "Holdfast places $(calc %.1f "$hf_rate / $kb_rate") times as many holds, in $(calc %.2f "$hf_memory / $kb_memory") of the memory."
