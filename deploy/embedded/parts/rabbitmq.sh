# shellcheck shell=bash disable=SC2154
# The private RabbitMQ node: its own epmd, cookie, configuration and data; nothing of /etc/rabbitmq is read. The node's
# name has the host `localhost`, so a machine whose own name does not resolve, or changes, is no trouble.

rabbitmq_programs=/usr/lib/rabbitmq/bin

rabbitmq_key() {
    printf '%s' "$instance" | sha256sum | cut -c1-16
}

rabbitmq_mark() {
    printf -- '-minqing_instance %s' "$(rabbitmq_key)"
}

epmd_mark() {
    printf 'epmd -port %s' "${port[epmd]:-none}"
}

rabbitmq_user() {
    user_of rabbitmq
}

# Sets `rabbitmq_environment`, for the server and for rabbitmqctl alike.
describe_rabbitmq() {
    local home=$instance/rabbitmq
    rabbitmq_environment=(
        PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME="$home"
        ERL_EPMD_PORT="${port[epmd]}" ERL_EPMD_ADDRESS=127.0.0.1 ERL_CRASH_DUMP_SECONDS=0
        RABBITMQ_NODENAME=minqing@localhost RABBITMQ_DIST_PORT="${port[dist]}"
        RABBITMQ_CONF_ENV_FILE="$home/none" RABBITMQ_ADVANCED_CONFIG_FILE="$home/none.config"
        RABBITMQ_CONFIG_FILES="$home/conf.d" RABBITMQ_ENABLED_PLUGINS_FILE="$home/enabled_plugins"
        RABBITMQ_MNESIA_BASE="$home/data" RABBITMQ_LOG_BASE="$home/log" RABBITMQ_SCHEMA_DIR="$home/schema"
        RABBITMQ_GENERATED_CONFIG_DIR="$home/generated" RABBITMQ_LOGS=- RABBITMQ_PID_FILE="$home/node.pid"
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false"
        RABBITMQ_CTL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false'
        RABBITMQ_CTL_DIST_PORT_MIN=32000 RABBITMQ_CTL_DIST_PORT_MAX=32700
    )
}

configure_rabbitmq() {
    local home=$instance/rabbitmq user folder
    user=$(rabbitmq_user)
    for folder in "$home" "$home"/{conf.d,data,log,schema,generated}; do private_folder "$user" "$folder"; done
    [[ -s $home/.erlang.cookie ]] || secret cookie | private_file "$user" "$home/.erlang.cookie"
    chmod 0400 -- "$home/.erlang.cookie"
    private_file "$user" "$home/enabled_plugins" <"$deploy/rabbitmq/enabled_plugins"
    # RabbitMQ reads the folder in the order of the names; a later setting replaces an earlier one.
    private_file "$user" "$home/conf.d/10-minqing.conf" <"$deploy/rabbitmq/rabbitmq.conf"
    sed -e "s|@AMQP_PORT@|${port[amqp]}|; s|@API_PORT@|${port[api]}|; s|@PROMETHEUS_PORT@|${port[prometheus]}|" \
        -e "s|@PASSWORD@|$(secret rabbitmq)|" -- "$here/rabbitmq.conf.in" | private_file "$user" "$home/conf.d/20-embedded.conf"
    { cat -- "$instance/rabbitmq.settings" 2>/dev/null || true; } | private_file "$user" "$home/conf.d/30-instance.conf"
}

# rabbitmq_api METHOD PATH: the password goes by a pipe, since a command line can be read by everybody.
rabbitmq_api() {
    printf 'user = "admin:%s"\n' "$(secret rabbitmq)" | curl -q --config - -fsS -o /dev/null --max-time 5 --noproxy '*' \
        -X "$1" -H 'content-type: application/json' "${@:3}" "http://127.0.0.1:${port[api]}/api/$2" 2>/dev/null
}

rabbitmq_ready() {
    is_taken "${port[amqp]}" && rabbitmq_api GET overview
}

rabbitmq_settled() {
    gone rabbitmq || rabbitmq_ready
}

launch_epmd() {
    ! runs epmd || return 0
    launch epmd "$(rabbitmq_user)" PATH=/usr/bin:/bin epmd -port "${port[epmd]}" -address 127.0.0.1
    await 60 is_taken "${port[epmd]}" || explain epmd
}

launch_rabbitmq() {
    describe_rabbitmq
    launch_epmd
    mark_log rabbitmq
    # RUNNING_UNDER_SYSTEMD makes the start script become the node instead of waiting for it.
    launch rabbitmq "$(rabbitmq_user)" "${rabbitmq_environment[@]}" RUNNING_UNDER_SYSTEMD=true \
        "$rabbitmq_programs/rabbitmq-server" -minqing_instance "$(rabbitmq_key)"
}

start_rabbitmq() {
    if runs rabbitmq; then
        launch_epmd
        await 180 rabbitmq_ready || fail "RabbitMQ does not answer (log: $instance/log/rabbitmq.log)"
        make_virtual_host
        return
    fi
    say 'starting RabbitMQ (some seconds)…'
    end epmd TERM 5
    for _ in 1 2 3; do
        ensure_ports amqp api prometheus dist epmd
        configure_rabbitmq
        launch_rabbitmq
        await 180 rabbitmq_settled || fail "RabbitMQ is not ready after 180 s (log: $instance/log/rabbitmq.log)"
        if runs rabbitmq; then
            make_virtual_host
            return
        fi
        said rabbitmq 'eaddrinuse|already_started_port|port_in_use' >/dev/null || explain rabbitmq
        forget_ports amqp api prometheus dist epmd
    done
    explain rabbitmq
}

virtual_host_is_there() {
    local everything='{"configure": ".*", "write": ".*", "read": ".*"}'
    gone rabbitmq || {
        rabbitmq_api PUT vhosts/minqing -d '{}' && rabbitmq_api PUT permissions/minqing/admin -d "$everything"
    }
}

# A node that was killed answers before its virtual hosts have recovered.
make_virtual_host() {
    await 60 virtual_host_is_there || fail 'RabbitMQ refused to make the virtual host minqing'
}

stop_rabbitmq() {
    end rabbitmq TERM 60
    end epmd TERM 5
}

run_ctl() {
    need_instance
    load_ports
    runs rabbitmq || fail "RabbitMQ of '$name' does not run: servers start --name $name"
    describe_rabbitmq
    cd /
    as "$(rabbitmq_user)" env -i "${rabbitmq_environment[@]}" "$rabbitmq_programs/rabbitmqctl" "$@"
}
