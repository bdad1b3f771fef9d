#!/usr/bin/env bash
# Signed webhooks of holds that Holdfast knows: how many a second it verifies, stores and answers, and how soon all of them are used.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

write_load
start_postgres
start_sandbox
start_holdfast
warm_up 2 4
load_at 16 3
await_none_initiated
psql_bench -At -F $'\t' -c "SELECT dispute_id, authorization_id, to_char(hold_expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')
    FROM dispute WHERE status = 'HELD' LIMIT 2000" holdfast >"$WORK/holds"
[ -s "$WORK/holds" ] || { echo "no dispute came to be HELD" >&2; exit 1; }
sign() { java -Xmx256m bench/SignWebhooks.java "$WEBHOOK_SECRET" "$WORK/holds" "$1" "$2" >"$WORK/signed"; }
cat >"$WORK/webhooks.lua" <<LUA
wrk.method = "POST"
local threads = 0
function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end
function init()
  lines, at = {}, 0
  local n = 0
  for line in io.lines("$WORK/signed") do
    if n % 2 == id then lines[#lines + 1] = line end
    n = n + 1
  end
end
function request()
  at = at % #lines + 1
  local name, time, signature, body = lines[at]:match("([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)")
  return wrk.format(nil, "/v1/webhooks/erp", {["Content-Type"] = "application/json", ["webhook-id"] = name,
    ["webhook-timestamp"] = time, ["webhook-signature"] = signature}, body)
end
LUA

sign $((4000 * WARM * 2)) warm
load_at 16 $((WARM * 2)) "$HTTP_PORT" "$WORK/webhooks.lua"
most=$(calc %d "$RATE * 2") # a second: more than there will be, so that none comes twice
sign $((most * SECONDS_EACH)) each
before=$(count webhook_event)
h=$(cpu_ms "$HOLDFAST") p=$(cpu_ms "$POSTGRES")
began=$(date +%s.%N)
load_at 16 "$SECONDS_EACH" "$HTTP_PORT" "$WORK/webhooks.lua"
stored=$(($(count webhook_event) - before))
[ "$stored" -lt $((most * SECONDS_EACH * 9 / 10)) ] || { echo "so many more webhooks than in the warm-up that some came twice: warm up for longer, by WARM" >&2; exit 1; }
for _ in $(seq 600); do
    left=$(count "webhook_event WHERE next_attempt_at IS NOT NULL")
    [ "$left" != 0 ] || break
    sleep 0.1
done
took=$(calc %.1f "$(date +%s.%N) - $began")
[ "$left" = 0 ] || { echo "$left webhooks are not used after a minute" >&2; exit 1; }

echo "## Webhooks"
echo
echo "Signed Standard Webhooks to \`/v1/webhooks/erp\` over 16 connections, each another event about one of $(wc -l <"$WORK/holds") holds; verified, stored, answered, and then used."
echo
echo "| answered/s | latency | until all were used | CPU for each, Holdfast | PostgreSQL |"
echo "| --- | --- | --- | --- | --- |"
printf '| %.0f | %s | %s s after the first, of %s s of load | %s ms | %s ms |\n' "$(calc %f "$stored / $SECONDS_EACH")" "$LATENCY" "$took" "$SECONDS_EACH" \
    "$(calc %.2f "($(cpu_ms "$HOLDFAST") - $h) / $stored")" "$(calc %.2f "($(cpu_ms "$POSTGRES") - $p) / $stored")"
stop_holdfast
