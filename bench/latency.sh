#!/usr/bin/env bash
# Latency under 200 disputes a second that come whether earlier ones are answered or not, with a gateway that answers and with one that hangs.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

RATE_EACH=${RATE_EACH:-200}
row() { # label, kind, file
    awk -v label="$1" -v kind="$2" '$1 == kind { printf "| %s | %s | %s | %s | %s | %s | %s | %s |\n", label, $2, $3, $4, $5, $6, $7, $8 }' "$3"
}
# A client that compiles its own code meanwhile would be seen in each latency: it warms up as well, and compiles little.
open_loop() { java -XX:TieredStopAtLevel=1 -Xmx256m -XX:+UseSerialGC bench/OpenLoop.java "http://127.0.0.1:$HTTP_PORT" "$API_KEY" "$@"; }

write_load
start_postgres
start_sandbox
start_holdfast
warm_up 4 8
open_loop "$RATE_EACH" "$WARM" "$SECONDS_EACH" pm_card_visa 10 >"$WORK/good"
# twice the time: the first ten seconds are those in which calls to the gateway pile up, and then its breaker opens
open_loop "$RATE_EACH" "$WARM" $((SECONDS_EACH * 2)) pm_hang 0 >"$WORK/hung"

echo "## Latency with and without a hung gateway"
echo
echo "$RATE_EACH disputes a second, sent when they are due whether earlier ones are answered or not, each latency counted from when the call was due (open loop). In"
echo "milliseconds, of a JVM that is warm. The gateway's timeout is the default, 10 seconds; a hung gateway takes the calls and never answers."
echo
echo "| call | calls | failed | 50 % | 90 % | 99 % | 99.9 % | longest |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- |"
row "intake" intake "$WORK/good"
row "intake until HELD is answered, by \`Prefer: wait\`" read "$WORK/good"
row "intake, gateway hangs" intake "$WORK/hung"
row "GET of the dispute, gateway hangs" read "$WORK/hung"
echo
echo "Status of the disputes that were waited for: \`$(sed -n 's/^statuses //p' "$WORK/good")\`; while the gateway hangs: \`$(sed -n 's/^statuses //p' "$WORK/hung")\`."
read -r p99 p100 < <(awk '$1 == "intake" { print $6, $8 }' "$WORK/hung")
figure "intake with a hung gateway, 99 % and longest" "under a second" "$p99 ms, $p100 ms" "$p100 < 1000"
stop_holdfast
