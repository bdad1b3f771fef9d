#!/usr/bin/env bash
# CPU time of one intake: of Holdfast and of PostgreSQL, at 16 connections. Unlike a rate it means much the same on a busy machine.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

loop_ticks() { # of the threads that serve, without those that compile, in milliseconds
    local task
    for task in /proc/"$1"/task/*; do
        case "$(cat "$task/comm" 2>/dev/null)" in vert.x-eventl*) cat "$task/stat" ;; esac
    done | awk -v hz="$(getconf CLK_TCK)" '{ sub(/^.*\) /, ""); t += ($12 + $13) * 1000 / hz } END { print t }'
}
ticks() { # of a process and its threads, in milliseconds
    awk -v hz="$(getconf CLK_TCK)" '{ sub(/^.*\) /, ""); print ($12 + $13) * 1000 / hz }' "/proc/$1/stat"
}
pg_ticks() {
    local total=0 pid
    for pid in "$PG_MAIN" $(pgrep -P "$PG_MAIN"); do
        total=$(awk -v a="$total" -v b="$(ticks "$pid" 2>/dev/null || echo 0)" 'BEGIN { print a + b }')
    done
    echo "$total"
}

write_load
start_postgres
PG_MAIN=$(head -1 "$WORK/pg/postmaster.pid")
python3 - "$SANDBOX_PORT" <<'PY' &
import socket, sys
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1]))); s.listen(512)
held = []
while True: held.append(s.accept())
PY
PIDS+=($!)
start_holdfast "http://127.0.0.1:$SANDBOX_PORT" "${POOL:-16}" -Dholdfast.gateway.timeout=115s ${JVM_EXTRA:-}
load_at 16 "${WARM:-30}"
for _ in 1 2; do
    h=$(ticks "$HOLDFAST") l=$(loop_ticks "$HOLDFAST") p=$(pg_ticks) n=$(psql_bench -Atc 'SELECT count(*) FROM dispute' holdfast)
    load_at 16 "${SECONDS_EACH:-15}"
    h2=$(ticks "$HOLDFAST") l2=$(loop_ticks "$HOLDFAST") p2=$(pg_ticks) n2=$(psql_bench -Atc 'SELECT count(*) FROM dispute' holdfast)
    awk -v h="$h" -v h2="$h2" -v l="$l" -v l2="$l2" -v p="$p" -v p2="$p2" -v n="$n" -v n2="$n2" -v r="$RATE" 'BEGIN {
        printf "%d intakes, %.0f a second: Holdfast %.3f ms (event loops %.3f ms), PostgreSQL %.3f ms of CPU each\n", n2 - n, r, (h2 - h) / (n2 - n), (l2 - l) / (n2 - n), (p2 - p) / (n2 - n) }'
done
[ -n "${JFR:-}" ] && jcmd "$HOLDFAST" JFR.dump filename="$JFR" >/dev/null
stop_holdfast
