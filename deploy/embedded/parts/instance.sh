# shellcheck shell=bash disable=SC2154
# The verbs that change an instance. Each holds the instance's lock, so two of them never cross.

open_instance() {
    need_instance
    lock_instance
    need_instance
    load_ports
}

# keep_settings SERVER FORMAT KEY=VALUE…: remembered beside those given before; the same key replaces its older value.
keep_settings() {
    local server=$1 format=$2 setting file=$instance/$1.settings
    shift 2
    for setting in "$@"; do
        {
            grep -vE "^${setting%%=*} = " -- "$file" 2>/dev/null || true
            # shellcheck disable=SC2059
            printf "$format\n" "${setting%%=*}" "${setting#*=}"
        } | private_file "$(id -un)" "$file"
        ! runs "$server" || say "$server takes up ${setting%%=*} at its next start"
    done
}

start_instance() {
    require_packages
    lock_instance
    make_instance
    load_ports
    check_disk
    keep_settings postgres "%s = '%s'" "${postgres_settings[@]//\'/\'\'}"
    keep_settings rabbitmq '%s = %s' "${rabbitmq_settings[@]}"
    local already=''
    if runs postgres && runs rabbitmq; then already=' already'; fi
    start_postgres
    start_rabbitmq
    say "the servers of '$name' run$already: PostgreSQL on ${port[postgres]}, RabbitMQ on ${port[amqp]} (127.0.0.1)"
}

stop_instance() {
    root=$(realpath -m -- "$root")
    if ! find_instance; then
        say "no instance '$name'"
        return
    fi
    lock_instance
    load_ports
    stop_rabbitmq
    stop_postgres
    say "the servers of '$name' are stopped"
}

kill_server() {
    local pid
    open_instance
    pid=$(pid_of "$1") || fail "$1 of '$name' does not run"
    kill -KILL "$pid"
    await 60 over "$pid" || fail "$1 (process $pid) cannot be killed"
}

restart_server() {
    require_packages
    open_instance
    check_disk
    "stop_$1"
    "start_$1"
}

wipe_instances() {
    local link
    root=$(realpath -m -- "$root")
    if [[ $everything == no ]]; then
        wipe_instance
        return
    fi
    for link in "$root"/servers/*/; do
        link=${link%/}
        [[ -d $link ]] || continue
        name=${link##*/}
        wipe_instance
    done
}

wipe_instance() {
    [[ -e $(instance_link) || -L $(instance_link) ]] || { say "no instance '$name'"; return 0; }
    stop_instance
    remove_instance
    exec 9>&-
    say "the servers of '$name' and their data are gone"
}
