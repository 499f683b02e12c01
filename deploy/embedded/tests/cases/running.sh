# shellcheck shell=bash disable=SC2154
# What holds while the servers run.

# value KEY: from what `servers env` prints.
value() {
    of env | sed -n "s/^export $1=//p"
}

folder() {
    realpath -- "$root/servers/probe"
}

pids() {
    cat "$(folder)"/{postgres,rabbitmq,epmd}.pid
}

start_is_idempotent() {
    local before
    before=$(pids)
    of start && [[ $(pids) == "$before" ]]
}

addresses_work() {
    local postgres api refused metrics
    postgres=$(value MINQING_TEST_POSTGRES)
    api=$(value MINQING_TEST_RABBITMQ_API)
    [[ $(psql -XAtc 'SELECT 1' "$postgres") == 1 ]] || return 1
    [[ $(psql -XAtc 'SELECT 1' "${postgres%/postgres}/minqing") == 1 ]] || return 1
    refused=$(psql -XAtc 'SELECT 1' "${postgres/postgres:*@/postgres:wrong@}" 2>&1) && return 1
    [[ $refused == *'password authentication failed'* ]] || return 1
    curl -fsS --noproxy '*' "$api/api/vhosts/minqing" >/dev/null || return 1
    refused=$(curl -sS --noproxy '*' -o /dev/null -w '%{http_code}' "http://guest:guest@${api#*@}/api/overview")
    [[ $refused == 401 ]] || return 1
    metrics=$(curl -fsS --noproxy '*' "$(value MINQING_RABBITMQ_METRICS)")
    [[ $metrics == *rabbitmq_build_info* ]]
}

secrets_are_private() {
    local open
    open=$(find "$(folder)" -type f \( -name '*.secret' -o -name '*.conf' -o -name .erlang.cookie -o -name '*.log' \) -perm /077)
    [[ -z $open ]] || { printf 'readable by others: %s\n' "$open"; return 1; }
}

# The kernel's own table: every listening socket of the instance's ports has the address 127.0.0.1 or ::1.
listens_on_loopback_only() {
    local port hex
    while IFS='=' read -r _ port; do
        hex=$(printf '%04X' "$port")
        awk -v port=":$hex" '$4 == "0A" && substr($2, length($2) - 4) == port { print $2 }' /proc/net/tcp /proc/net/tcp6
    done <"$(folder)/ports" | sort -u >"$root/listening"
    cat "$root/listening"
    [[ $(grep -c '^0100007F:' "$root/listening") -eq 6 ]] \
        && ! grep -vE '^(0100007F|00000000000000000000000001000000):' "$root/listening"
}

runs_unprivileged() {
    local pid
    for pid in $(pids); do
        [[ $(stat -c %u "/proc/$pid") -ne 0 ]] || { ps -o user,args -p "$pid"; return 1; }
    done
}

defaults_are_replaced() {
    local postgres
    postgres=$(value MINQING_TEST_POSTGRES)
    [[ $(psql -XAtc "SELECT string_agg(setting, ' ' ORDER BY name) FROM pg_settings
        WHERE name IN ('fsync', 'log_error_verbosity', 'max_connections', 'synchronous_commit')" "$postgres") \
        == 'on terse 300 on' ]] || return 1
    "$servers" ctl --name probe --root "$root" eval '[begin {ok, V} = application:get_env(rabbit, K), V end || K <-
        [channel_max, consumer_timeout, cluster_partition_handling, max_message_size]].' | tee "$root/settings"
    grep -qF '[128,1800000,pause_minority,2000000]' "$root/settings"
}

# deploy/rabbitmq/definitions.json, into the node under test: as many queues as the file names.
definitions_load() {
    local api file=$here/../../rabbitmq/definitions.json wanted
    api=$(value MINQING_TEST_RABBITMQ_API)
    wanted=$(grep -c '"arguments": {"x-queue-type"' "$file")
    curl -sS --fail-with-body --noproxy '*' -H 'content-type: application/json' -d "@$file" "$api/api/definitions" || return 1
    "$servers" ctl --name probe --root "$root" --quiet list_queues -p minqing name >"$root/queues" || return 1
    # The first line is the table's heading.
    [[ $wanted -gt 0 && $(($(wc -l <"$root/queues") - 1)) -eq $wanted ]] || { head -n 5 "$root/queues"; return 1; }
}
