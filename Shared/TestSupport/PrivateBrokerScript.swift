/// How a private RabbitMQ node is started and removed: the one place that knows RabbitMQ's scripts.
///
/// In: FOLDER, NODE, EPMD, DIST, AMQP, API, SETTINGS, OWNER. Nothing outside FOLDER is written; epmd is the node's own.
enum PrivateBrokerScript {
    static let environment = """
        BIN=/usr/lib/rabbitmq/bin
        export HOME=$FOLDER RABBITMQ_NODENAME=$NODE ERL_EPMD_PORT=$EPMD ERL_EPMD_ADDRESS=127.0.0.1
        export RABBITMQ_MNESIA_BASE=$FOLDER/mnesia RABBITMQ_LOG_BASE=$FOLDER/log RABBITMQ_DIST_PORT=$DIST
        export RABBITMQ_CONFIG_FILE=$FOLDER/rabbitmq.conf RABBITMQ_ENABLED_PLUGINS_FILE=$FOLDER/enabled_plugins
        export RABBITMQ_CONF_ENV_FILE=$FOLDER/none.conf RABBITMQ_PID_FILE=$FOLDER/pid
        export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}'

        """

    static let start =
        environment + """
            cat > "$FOLDER/rabbitmq.conf" <<END
            listeners.tcp.1 = 127.0.0.1:$AMQP
            management.tcp.ip = 127.0.0.1
            management.tcp.port = $API
            default_user = admin
            default_pass = minqing
            handshake_timeout = 120000
            disk_free_limit.absolute = 1MB
            $SETTINGS
            END
            echo '[rabbitmq_management].' > "$FOLDER/enabled_plugins"
            touch "$FOLDER/none.conf"
            # In the foreground, so that it ends with our process group; RabbitMQ would leave one running for good.
            epmd -address 127.0.0.1 -port $EPMD &
            # A test run that crashes must not leave a broker behind.
            (while kill -0 $OWNER 2>/dev/null; do sleep 2; done; rm -rf "$FOLDER"; kill -KILL 0) &
            cd "$FOLDER" && exec "$BIN/rabbitmq-server"
            """

    static let remove = "rm -rf \"$FOLDER\""
}
