# shellcheck shell=bash disable=SC2154
# The Debian packages that the servers, the build and the checks need, and their installation without starting the
# system's own PostgreSQL and RabbitMQ.

run_packages=(postgresql-15 postgresql-client-15 rabbitmq-server erlang-base curl libpq-dev librabbitmq-dev pkg-config)
check_packages=(shellcheck yamllint docker-compose python3-venv)
policy=/usr/sbin/policy-rc.d
policy_mark='# minqing: temporary, removed when the packages are installed'

is_installed() {
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]] || is_provided "$1"
}

# pkgconf provides pkg-config on newer machines; a program on the path is as good as its package.
is_provided() {
    case $1 in
        pkg-config | curl | shellcheck | yamllint | docker-compose) command -v "$1" >/dev/null ;;
        *) return 1 ;;
    esac
}

# missing_packages KIND: sets `missing`.
missing_packages() {
    local package wanted=("${run_packages[@]}")
    command -v dpkg-query >/dev/null || fail "this needs Debian 12's packages: ${wanted[*]}" 3
    [[ $1 == run ]] || wanted+=("${check_packages[@]}")
    missing=()
    for package in "${wanted[@]}"; do
        is_installed "$package" || missing+=("$package")
    done
}

# Before a start: only what the servers themselves need.
require_packages() {
    local program
    for program in "$postgres_programs/postgres" "$rabbitmq_programs/rabbitmq-server" "$(command -v curl || echo curl)"; do
        [[ -x $program ]] || fail "a package is missing: run $here/servers packages" 3
    done
}

apt_line() {
    printf 'apt-get install --yes --no-install-recommends %s' "${missing[*]}"
}

may_be_root() {
    ((EUID == 0))
}

install_packages() {
    missing_packages "$1"
    ((${#missing[@]} > 0)) || return 0
    if may_be_root; then
        install_as_root "$1"
    else
        # Nothing of a checkout becomes root by itself, even where sudo asks for no password.
        fail "packages are missing; run: sudo $(apt_line)" 3
    fi
}

install_as_root() {
    local log
    log=$(mktemp -t minqing-apt.XXXXXXXX)
    say "installing ${missing[*]}…"
    restore_policy
    trap restore_policy EXIT
    trap 'exit 130' INT TERM HUP
    forbid_services
    # A stale list of packages is the usual reason of a first failure.
    apt "$log" || { apt-get update >>"$log" 2>&1 || true; apt "$log"; } \
        || fail "installing failed: $(grep -m1 '^E: ' "$log" || echo "see $log") (try: $(apt_line))" 3
    restore_policy
    trap - EXIT INT TERM HUP
    rm -f -- "$log"
    missing_packages "$1"
    ((${#missing[@]} == 0)) || fail "still missing: ${missing[*]}" 3
}

apt() {
    DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 apt-get install --yes --no-install-recommends \
        -o DPkg::Lock::Timeout=300 "${missing[@]}" >>"$1" 2>&1
}

# Debian asks /usr/sbin/policy-rc.d before it starts a service that it has just installed; 101 means no.
forbid_services() {
    [[ ! -e $policy && ! -L $policy ]] || mv -- "$policy" "$policy.before-minqing"
    printf '#!/bin/sh\n%s\nexit 101\n' "$policy_mark" >"$policy"
    chmod 0755 "$policy"
}

# Puts back what was there. Also cures what an installation that was killed left behind.
restore_policy() {
    if grep -qsF "$policy_mark" "$policy"; then rm -f -- "$policy"; fi
    if [[ -e $policy.before-minqing || -L $policy.before-minqing ]]; then mv -- "$policy.before-minqing" "$policy"; fi
}
