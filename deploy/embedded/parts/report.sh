# shellcheck shell=bash disable=SC2154
# What an instance is and where: for people (`status`) and for shells and programs (`env`).

state_of() {
    local pid
    if pid=$(pid_of "$1"); then printf 'runs (process %s)' "$pid"; else printf 'stopped'; fi
}

# Exit code 0 when both run, 1 when not.
print_status() {
    if ! find_instance; then
        printf '%s: no instance under %s\n' "$name" "$root"
        return 1
    fi
    load_ports
    printf '%s: PostgreSQL %s, 127.0.0.1:%s\n' "$name" "$(state_of postgres)" "${port[postgres]:--}"
    printf '%s: RabbitMQ %s, AMQP 127.0.0.1:%s, management http://127.0.0.1:%s, metrics http://127.0.0.1:%s/metrics\n' \
        "$name" "$(state_of rabbitmq)" "${port[amqp]:--}" "${port[api]:--}" "${port[prometheus]:--}"
    printf '%s: data and logs in %s, %s MiB free there\n' "$name" "$instance" \
        "$(df -Pm -- "$instance" | awk 'NR == 2 { print $4 }')"
    runs postgres && runs rabbitmq
}

# One `export KEY=VALUE` a line; no value needs quoting.
print_environment() {
    local postgres rabbitmq
    need_instance
    load_ports
    postgres=$(secret postgres)
    rabbitmq=$(secret rabbitmq)
    cat <<TEXT
export MINQING_TEST_POSTGRES=postgresql://postgres:$postgres@127.0.0.1:${port[postgres]}/postgres
export MINQING_TEST_AMQP=amqp://admin:$rabbitmq@127.0.0.1:${port[amqp]}
export MINQING_TEST_RABBITMQ_API=http://admin:$rabbitmq@127.0.0.1:${port[api]}
export MINQING_POSTGRES_HOST=127.0.0.1
export MINQING_POSTGRES_PORT=${port[postgres]}
export MINQING_POSTGRES_DATABASE=minqing
export MINQING_POSTGRES_USER=postgres
export MINQING_POSTGRES_PASSWORD=$postgres
export MINQING_AMQP_HOST=127.0.0.1
export MINQING_AMQP_PORT=${port[amqp]}
export MINQING_AMQP_VHOST=minqing
export MINQING_AMQP_USER=admin
export MINQING_AMQP_PASSWORD=$rabbitmq
export MINQING_RABBITMQ_API=http://127.0.0.1:${port[api]}
export MINQING_RABBITMQ_METRICS=http://127.0.0.1:${port[prometheus]}/metrics
TEXT
}
