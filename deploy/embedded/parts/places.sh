# shellcheck shell=bash disable=SC2154
# Where an instance lives: ROOT/servers/NAME, or a folder under /var/tmp behind a link of that name when the users that
# run the servers could not enter ROOT (a checkout under /root, say) or its path holds characters that Erlang's start
# scripts would split.

# Both servers refuse to run as root; as root they run as the users that their packages made.
user_of() {
    if ((EUID != 0)); then id -un; else printf '%s\n' "$1"; fi
}

# as USER COMMAND…: the same process, another user; nothing to do when we are that user.
as() {
    local user=$1
    shift
    if [[ $user == "$(id -un)" ]]; then "$@"; else setpriv --reuid "$user" --regid "$user" --init-groups "$@"; fi
}

# The folder itself, without following the link.
instance_link() {
    printf '%s/servers/%s\n' "$root" "$name"
}

can_be_entered() {
    local server
    [[ $1 =~ ^[A-Za-z0-9._/+-]+$ ]] || return 1
    for server in postgres rabbitmq; do
        (cd / && as "$(user_of "$server")" test -x "$1") || return 1
    done
}

# Sets `instance` when the instance exists; otherwise returns 1.
find_instance() {
    root=$(realpath -m -- "$root")
    instance=$(realpath -m -- "$(instance_link)")
    [[ -d $instance ]] || return 1
    [[ -O $instance ]] || fail "$instance belongs to $(stat -c %U "$instance"): be that user, or wipe it as that user"
}

need_instance() {
    find_instance || fail "no instance '$name' under $root: servers start --name $name"
}

# Finds or makes the instance's folder.
make_instance() {
    ((EUID == 0)) || [[ ! -e $root || -O $root ]] \
        || fail "$root belongs to $(stat -c %U "$root"): be that user, or remove it as that user"
    make_folder "$root"
    make_folder "$root/servers"
    if find_instance; then
        can_be_entered "$instance" || fail "$instance cannot be entered by the servers' users: servers wipe --name $name"
        return
    fi
    if can_be_entered "$root/servers"; then
        rm -f -- "$(instance_link)"
        make_folder "$(instance_link)"
    else
        make_instance_elsewhere
    fi
    find_instance || fail "$(instance_link) could not be made"
}

make_instance_elsewhere() {
    local base
    base=/var/tmp/minqing-$(printf '%s %s' "$EUID" "$root" | sha256sum | cut -c1-16)
    make_folder "$base"
    # The name can be guessed, so somebody else may have been there first.
    [[ -O $base && ! -L $base ]] || fail "$base belongs to $(stat -c %U "$base"): remove it"
    make_folder "$base/$name"
    ln -sfn -- "$base/$name" "$(instance_link)"
}

# Others may pass through the folder but not list it; what is in it has its own modes.
make_folder() {
    [[ -d $1 ]] || mkdir -m 0711 -- "$1" 2>/dev/null || [[ -d $1 ]] || fail "$1 cannot be made" 4
}

remove_instance() {
    local target
    target=$(realpath -m -- "$(instance_link)")
    rm -rf -- "$target" "$(instance_link)" "$(instance_link).lock"
    rmdir --ignore-fail-on-non-empty -- "$root/servers" 2>/dev/null || true
    case $target in
        /var/tmp/minqing-*) rmdir --ignore-fail-on-non-empty -- "${target%/*}" 2>/dev/null || true ;;
    esac
}

# private_folder USER PATH: only USER may look into it.
private_folder() {
    [[ -d $2 ]] || mkdir -m 0700 -- "$2" || fail "$2 cannot be made: is the disk full?" 4
    ((EUID != 0)) || chown -- "$1": "$2"
}

# private_file USER PATH: writes stdin to PATH, readable by USER alone, whole or not at all.
private_file() {
    local draft=$2.new
    rm -f -- "$draft"
    (umask 077 && cat >"$draft") || fail "$2 cannot be written: is the disk full?" 4
    ((EUID != 0)) || chown -- "$1": "$draft"
    mv -f -- "$draft" "$2"
}

# secret NAME: prints the instance's secret of that name, made at random when it is asked for first.
secret() {
    local file=$instance/$1.secret
    [[ -s $file ]] || od -An -N20 -tx1 /dev/urandom | tr -d ' \n' | private_file "$(id -un)" "$file"
    cat -- "$file"
}

# Why: a database on a full disk stops in the middle of its work, and the message then is a long one.
check_disk() {
    local free
    free=$(df -Pm -- "$instance" | awk 'NR == 2 { print $4 }')
    ((free >= 512)) || fail "the disk under $instance has $free MiB left and the servers need 512: free some space" 4
}
