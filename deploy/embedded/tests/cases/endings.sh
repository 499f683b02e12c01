# shellcheck shell=bash disable=SC2154
# What happens when servers are killed, stopped and wiped.

# listen PORT: another program on 127.0.0.1:PORT, until the `listeners` are killed. Perl is on every Debian.
listen() {
    perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(Listen => 9, LocalAddr => "127.0.0.1:$ARGV[0]", ReuseAddr => 1)
        or die "$!"; $s->accept while 1' "$1" &
    listeners+=($!)
    local attempt
    for ((attempt = 0; attempt < 600; attempt++)); do
        ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || return 0
        sleep 0.1
    done
    return 1
}

recovers_elsewhere() {
    local postgres amqp
    psql -XAtqc 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)' "$(value MINQING_TEST_POSTGRES)" || return 1
    curl -fsS --noproxy '*' -X PUT "$(value MINQING_TEST_RABBITMQ_API)/api/vhosts/kept" || return 1
    postgres=$(value MINQING_POSTGRES_PORT)
    amqp=$(value MINQING_AMQP_PORT)
    of kill postgres && of kill rabbitmq || return 1
    ! of status || return 1
    listen "$postgres" && listen "$amqp" || return 1
    of start || return 1
    kill "${listeners[@]}"
    listeners=()
    [[ $(value MINQING_POSTGRES_PORT) != "$postgres" && $(value MINQING_AMQP_PORT) != "$amqp" ]] || return 1
    [[ $(psql -XAtc 'SELECT n FROM kept' "$(value MINQING_TEST_POSTGRES)") == 42 ]] || return 1
    curl -fsS --noproxy '*' "$(value MINQING_TEST_RABBITMQ_API)/api/vhosts/kept" >/dev/null
}

# Looks for processes by their command line and by the folder they stand in.
stop_leaves_nothing() {
    local before pid place
    before=$(pids)
    place=$(folder)
    of stop || return 1
    for pid in $before; do
        # A process that has ended but was not yet collected by init has an empty command line.
        [[ -z $(tr -d '\0' 2>/dev/null <"/proc/$pid/cmdline") ]] || { ps -fp "$pid"; return 1; }
    done
    for pid in /proc/[1-9]*; do
        [[ $(readlink "$pid/cwd" 2>/dev/null) != "$place"* ]] || { tr '\0' ' ' <"$pid/cmdline"; return 1; }
    done
    of stop
}

ignores_strangers() {
    local stranger
    sleep 300 &
    stranger=$!
    echo "$stranger" | tee "$(folder)/postgres.pid" >"$(folder)/rabbitmq.pid"
    ! of status || return 1
    of stop && ! of kill postgres && kill -0 "$stranger"
    local status=$?
    kill "$stranger"
    return "$status"
}

wipe_leaves_nothing() {
    local place
    place=$(folder)
    of wipe || return 1
    [[ ! -e $place && ! -e $root/servers && ! -L $root/servers/probe ]] && of wipe
}
