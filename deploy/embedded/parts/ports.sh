# shellcheck shell=bash disable=SC2154
# Which loopback ports an instance uses: chosen once, remembered in its file `ports`, chosen again when somebody else
# listens there. The range lies below the kernel's range for outgoing connections, which would take them at random.

port_names=(postgres amqp api prometheus dist epmd)
first_port=20000
last_port=31999

declare -A port=()

load_ports() {
    local key value
    port=()
    [[ -r $instance/ports ]] || return 0
    while IFS='=' read -r key value; do
        [[ $value =~ ^[0-9]{4,5}$ ]] && port[$key]=$value
    done <"$instance/ports"
}

save_ports() {
    local key
    for key in "${port_names[@]}"; do
        [[ -z ${port[$key]:-} ]] || printf '%s=%s\n' "$key" "${port[$key]}"
    done | private_file "$(id -un)" "$instance/ports"
}

# Somebody accepts connections on PORT of the loopback interface.
is_taken() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# Remembered by this or another instance under the same root.
is_promised() {
    grep -qsE "=$1\$" "$root"/servers/*/ports || [[ " ${port[*]} " == *" $1 "* ]]
}

# ensure_ports KEY…: afterwards each has a port that nobody listens on.
ensure_ports() {
    local key
    for key in "$@"; do
        if [[ -n ${port[$key]:-} ]] && is_taken "${port[$key]}"; then
            say "port ${port[$key]} ($key) is taken by another program; choosing another"
            unset "port[$key]"
        fi
        [[ -n ${port[$key]:-} ]] || choose_port "$key"
    done
    save_ports
}

choose_port() {
    local attempt candidate
    for ((attempt = 0; attempt < 200; attempt++)); do
        candidate=$((first_port + SRANDOM % (last_port - first_port + 1)))
        if ! is_promised "$candidate" && ! is_taken "$candidate"; then
            port[$1]=$candidate
            return
        fi
    done
    fail "no free port between $first_port and $last_port"
}

# forget_ports KEY…: they turned out to be taken although nobody answered there.
forget_ports() {
    local key
    for key in "$@"; do unset "port[$key]"; done
}
