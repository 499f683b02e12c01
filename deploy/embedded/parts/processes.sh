# shellcheck shell=bash disable=SC2154
# Starting, recognising and ending the servers' processes. A pid file is believed only when the process of that number
# carries the server's mark in its command line, so a stale file or a recycled number harms nobody.

# Runs the rest of the script as the only one that changes this instance.
lock_instance() {
    make_folder "$root"
    make_folder "$root/servers"
    exec 9>"$(instance_link).lock" || fail "$(instance_link).lock cannot be written"
    flock -w 300 9 || fail "another servers command has held $name for five minutes"
}

# has_mark PID MARK
has_mark() {
    local line
    [[ $1 =~ ^[1-9][0-9]*$ && -r /proc/$1/cmdline ]] || return 1
    line=$(tr '\0' ' ' <"/proc/$1/cmdline") && [[ $line == *"$2"* ]]
}

# pid_of SERVER: prints the pid when the server runs, else returns 1.
pid_of() {
    local pid='' mark
    mark=$("$1_mark")
    [[ ! -r $instance/$1.pid ]] || read -r pid <"$instance/$1.pid" || true
    has_mark "${pid:-0}" "$mark" 2>/dev/null && printf '%s\n' "$pid"
}

runs() {
    pid_of "$1" >/dev/null
}

# launch SERVER USER COMMAND…: a process of its own session with nothing inherited but its log. COMMAND carries the
# server's mark; on return the process carries it, or has ended.
launch() {
    local server=$1 user=$2
    shift 2
    rm -f -- "$instance/$server.pid"
    make_folder "$instance/log"
    if [[ $(stat -c %s "$instance/log/$server.log" 2>/dev/null || echo 0) -gt 50000000 ]]; then
        mv -f -- "$instance/log/$server.log" "$instance/log/$server.log.1"
    fi
    (
        cd /
        umask 077
        echo "$BASHPID" >"$instance/$server.pid"
        if [[ $user == "$(id -un)" ]]; then exec setsid env -i "$@"; fi
        exec setsid setpriv --reuid "$user" --regid "$user" --init-groups env -i "$@"
    ) </dev/null >>"$instance/log/$server.log" 2>&1 9>&- &
    await 60 launched "$server" "$!" || fail "$server could not be launched (log: $instance/log/$server.log)"
}

launched() {
    runs "$1" || ! kill -0 "$2" 2>/dev/null
}

# await SECONDS COMMAND…: until COMMAND succeeds; 1 when the time is over.
await() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.1
    done
}

gone() {
    ! runs "$1"
}

# over PID: a process that ends gives its memory up first, and with it the command line that it is known by; only when
# its last thread is done are its sockets closed, and its successor finds its ports free. A parent may still owe it a wait.
over() {
    [[ -e /proc/$1 ]] || return 0
    local threads=("/proc/$1/task"/*)
    ((${#threads[@]} <= 1)) && grep -qs '^State:[[:space:]]*[ZX]' "/proc/$1/status"
}

# end SERVER SIGNAL SECONDS: asks with SIGNAL, insists with SIGKILL.
end() {
    local pid
    pid=$(pid_of "$1") || return 0
    kill "-$2" "$pid" 2>/dev/null || true
    if ! await "$3" gone "$1"; then
        say "$1 did not stop within $3 s and is killed"
        kill -KILL "$pid" 2>/dev/null || true
    fi
    await 60 over "$pid" || fail "$1 (process $pid) cannot be ended"
    rm -f -- "$instance/$1.pid"
}

# said SERVER PATTERN: what the server's log has said since its last launch.
said() {
    grep -aEm1 -- "$2" < <(tail -c "+$((${log_mark[$1]:-0} + 1))" -- "$instance/log/$1.log" 2>/dev/null)
}

declare -A log_mark=()
mark_log() {
    log_mark[$1]=$(stat -c %s "$instance/log/$1.log" 2>/dev/null || echo 0)
}

# explain SERVER: one line on why a server did not come up.
explain() {
    local line='it ended at once' pattern
    for pattern in 'FATAL|PANIC|No space left' 'ddress already in use|eaddrinuse' '\[error\] +[^ ]+ +[^ ]' 'rror'; do
        if line=$(said "$1" "$pattern"); then break; fi
    done
    fail "$1 did not start: ${line:0:240} (log: $instance/log/$1.log)"
}
