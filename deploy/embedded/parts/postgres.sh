# shellcheck shell=bash disable=SC2154
# The private PostgreSQL cluster: its data under `postgres/data`, TCP on loopback only, passwords always asked for.

postgres_programs=/usr/lib/postgresql/15/bin

postgres_mark() {
    printf 'postgres -D %s/postgres/data' "$instance"
}

postgres_user() {
    user_of postgres
}

# Makes the cluster in a draft folder, so that an interrupted attempt leaves nothing that looks finished.
make_cluster() {
    local user home=$instance/postgres password
    user=$(postgres_user)
    [[ ! -f $home/data/PG_VERSION ]] || return 0
    say 'making the PostgreSQL cluster…'
    private_folder "$user" "$home"
    rm -rf -- "$home/draft"
    secret postgres | private_file "$user" "$home/password"
    (
        cd /
        as "$user" env -i LC_ALL=C.UTF-8 PATH=/usr/bin:/bin "$postgres_programs/initdb" --pgdata "$home/draft" \
            --username postgres --pwfile "$home/password" --auth scram-sha-256 --encoding UTF8 --locale C.UTF-8 \
            --data-checksums
        printf 'CREATE DATABASE minqing;\n' \
            | as "$user" env -i LC_ALL=C.UTF-8 "$postgres_programs/postgres" --single -D "$home/draft" postgres
    ) >"$home/initdb.log" 2>&1 || {
        password=$(grep -aEim1 'error|fatal|panic|no space' "$home/initdb.log" || true)
        fail "the PostgreSQL cluster could not be made: ${password:-see the log} (log: $home/initdb.log)"
    }
    rm -f -- "$home/password"
    mv -- "$home/draft" "$home/data"
}

# Ours first, then what only this instance needs: a later setting replaces an earlier one.
configure_postgres() {
    local data=$instance/postgres/data user
    user=$(postgres_user)
    {
        cat -- "$deploy/postgres/postgresql.conf"
        printf '\n# Embedded\n'
        sed -e "s|@PORT@|${port[postgres]}|" -- "$here/postgresql.conf.in"
        printf '\n# Of this instance alone\n'
        cat -- "$instance/postgres.settings" 2>/dev/null || true
    } | private_file "$user" "$data/postgresql.conf"
    private_file "$user" "$data/pg_hba.conf" <"$here/pg_hba.conf"
    : | private_file "$user" "$data/postgresql.auto.conf"
}

postgres_ready() {
    "$postgres_programs/pg_isready" -q -h 127.0.0.1 -p "${port[postgres]}" -t 1
}

postgres_settled() {
    gone postgres || postgres_ready
}

start_postgres() {
    if runs postgres; then
        # The start that launched it may have been interrupted.
        await 120 postgres_ready || fail "PostgreSQL does not answer (log: $instance/log/postgres.log)"
        return
    fi
    make_cluster
    for _ in 1 2 3 4 5; do
        ensure_ports postgres
        configure_postgres
        mark_log postgres
        launch postgres "$(postgres_user)" LC_ALL=C.UTF-8 PATH=/usr/bin:/bin \
            "$postgres_programs/postgres" -D "$instance/postgres/data"
        await 120 postgres_settled || fail "PostgreSQL is not ready after 120 s (log: $instance/log/postgres.log)"
        ! runs postgres || return 0
        if said postgres 'Address already in use' >/dev/null; then
            forget_ports postgres
        elif said postgres 'shared memory block|lock file "postmaster.pid"' >/dev/null; then
            sleep 2 # the last backends of a killed server are still going
        else
            explain postgres
        fi
    done
    explain postgres
}

stop_postgres() {
    end postgres INT 60
}

run_psql() {
    need_instance
    load_ports
    PGPASSWORD=$(secret postgres) exec psql -X -h 127.0.0.1 -p "${port[postgres]:?}" -U postgres "$@"
}
