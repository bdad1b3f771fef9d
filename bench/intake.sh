#!/usr/bin/env bash
# Intake beside pgbench, in one run on one machine: how many disputes a second Holdfast commits and answers, and how many times a second pgbench
# commits the same rows over the same number of connections. The gateway is silent during it (its calls time out after the run), so that intake
# alone is measured; bench/holds.sh measures the whole way. Loopback only, about three minutes.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

write_load
write_pgbench
start_postgres
# Nobody answers here, and connections are taken: a gateway that hangs.
python3 - "$SANDBOX_PORT" <<'PY' &
import socket, sys
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1]))); s.listen(512)
held = []
while True: held.append(s.accept())
PY
PIDS+=($!)

echo "| connections | pgbench, commits/s | Holdfast, intakes/s | ratio | latency |"
echo "| --- | --- | --- | --- | --- |"
for connections in 16 64; do
    start_holdfast "http://127.0.0.1:$SANDBOX_PORT" "${POOL:-$connections}" -Dholdfast.gateway.timeout=100s
    load_at "$connections" $((SECONDS_EACH))
    total_pg=0 total_hf=0
    for _ in 1 2 3; do
        pgbench_at "$connections" $((SECONDS_EACH / 2))
        load_at "$connections" $((SECONDS_EACH / 2))
        total_pg=$(awk -v a="$total_pg" -v b="$PG_RATE" 'BEGIN { print a + b / 3 }')
        total_hf=$(awk -v a="$total_hf" -v b="$RATE" 'BEGIN { print a + b / 3 }')
    done
    printf '| %s | %.0f | %.0f | %s | %s |\n' "$connections" "$total_pg" "$total_hf" "$(ratio "$total_hf" "$total_pg")" "$LATENCY"
    stop_holdfast
done
