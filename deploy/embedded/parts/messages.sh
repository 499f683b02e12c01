# shellcheck shell=bash
# What the scripts say: results on stdout, chatter on stderr, a failure in one line.

say() {
    printf '%s\n' "$*" >&2
}

# fail MESSAGE [EXIT CODE]
fail() {
    printf 'servers: %s\n' "$1" >&2
    exit "${2:-1}"
}

misuse() {
    fail "$1 (see: servers help)" 2
}
