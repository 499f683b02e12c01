# shellcheck shell=bash disable=SC2154
# What the script does when it cannot do what it is asked: one line and an exit code.

# one_line CODE PATTERN COMMAND…: COMMAND fails with CODE and prints one line that matches PATTERN.
one_line() {
    local code=$1 pattern=$2 output status=0
    shift 2
    output=$("$@" 2>&1) || status=$?
    output=$(grep -v 'making the PostgreSQL\|starting RabbitMQ' <<<"$output")
    printf '%s (exit code %s)\n' "$output" "$status"
    ((status == code)) && [[ $(wc -l <<<"$output") -eq 1 ]] && grep -qE -- "$pattern" <<<"$output"
}

refuses_wrong_calls() {
    local status=0
    "$servers" dance >/dev/null 2>&1 || status=$?
    ((status == 2)) && one_line 2 'a name is' "$servers" start --name '../up' --root "$root" \
        && one_line 2 "needs 'postgres' or 'rabbitmq'" "$servers" kill everything --root "$root" \
        && one_line 2 'KEY=VALUE' "$servers" start --rabbitmq nonsense --root "$root" \
        && one_line 2 "takes no 'now'" "$servers" stop now --root "$root"
}

names_the_missing_instance() {
    one_line 1 "no instance 'nobody'.*servers start" "$servers" env --name nobody --root "$root" \
        && one_line 1 "no instance 'nobody'.*servers start" "$servers" restart postgres --name nobody --root "$root"
}

# The parts with other programs than the real ones, in a shell of their own.
with_parts() {
    # shellcheck disable=SC2016
    bash -c 'set -euo pipefail; here=$1; name=probe; root=$2; shift 2
        for part in messages places processes ports postgres rabbitmq packages instance report; do . "$here/parts/$part.sh"; done
        eval "$1"' -- "$here/.." "$root" "$1"
}

names_missing_package() {
    one_line 3 'a package is missing: run .*servers packages' with_parts 'rabbitmq_programs=/nowhere; require_packages' \
        && one_line 3 'run: sudo apt-get install .* no-such-package' with_parts \
            'run_packages=(no-such-package); sudo() { echo "sudo was run"; }; install_as_root() { return 9; }
             may_be_root() { return 1; }; install_packages run'
}

# apt-get is replaced by a function that looks at the policy; nothing is installed.
policy_is_restored() {
    local folder
    folder=$(mktemp -d)
    printf 'of the administrator\n' >"$folder/policy-rc.d"
    # shellcheck disable=SC2016
    with_parts 'policy='"$folder"'/policy-rc.d; run_packages=(no-such-package)
        apt-get() { "$policy" postgresql start; echo "policy $?" >>'"$folder"'/seen; touch '"$folder"'/installed; }
        is_installed() { [[ -e '"$folder"'/installed ]]; }
        missing_packages run; install_as_root run' || return 1
    grep -qx 'policy 101' "$folder/seen" && grep -qx 'of the administrator' "$folder/policy-rc.d" || return 1
    # What a killed installation leaves behind is cured by the next one.
    with_parts 'policy='"$folder"'/policy-rc.d; forbid_services; kill -KILL $$'
    with_parts 'policy='"$folder"'/policy-rc.d; restore_policy' && grep -qx 'of the administrator' "$folder/policy-rc.d" \
        && [[ ! -e $folder/policy-rc.d.before-minqing ]]
}

can_mount() {
    ((EUID == 0)) && unshare --mount true 2>/dev/null
}

# The small disk lives in a mount namespace and goes with it.
names_full_disk() {
    local disk
    disk=$(mktemp -d)
    chmod 0755 "$disk"
    # shellcheck disable=SC2016
    one_line 4 'has [0-9]+ MiB left and the servers need 512' unshare --mount bash -c \
        'mount -t tmpfs -o size=64m,mode=0755 tmpfs "$1" && exec "$2" start --root "$1/root"' -- "$disk" "$servers"
    local status=$?
    rmdir "$disk"
    return "$status"
}
