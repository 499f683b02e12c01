# shellcheck shell=bash
# Counting what passed and what failed. Each script of the gate ends with the line `N passed, N failed`, so that the
# next one can add it up, and names each failure in a line `  FAILED  what`, so that the gate can name them at its end.

passed=0
failed=0
failures=()

# fail WHAT: one failure, named.
fail() {
    failed=$((failed + 1))
    failures+=("  FAILED  $1")
    printf '%s\n' "${failures[-1]}"
}

# check WHAT COMMAND…: silent when it works, its whole output when it does not.
check() {
    local what=$1 output
    shift
    if output=$("$@" 2>&1); then
        passed=$((passed + 1))
        printf '  ok      %s\n' "$what"
    else
        fail "$what"
        [[ -z $output ]] || printf '%s\n' "$output" | sed 's/^/          /'
    fi
}

skip() {
    printf '  skipped %s\n' "$1"
}

# add_up SCRIPT…: runs a script of the gate, adds its last line and keeps the names of its failures; a script that ends
# without that line has failed once.
add_up() {
    local output last named
    output=$(mktemp)
    "$@" 2>&1 | tee "$output" | awk '
        NR > 1 { print line; fflush() }
        { line = $0 }
        END { if (line !~ /^[0-9]+ passed, [0-9]+ failed$/) print line }'
    last=$(tail -n 1 "$output")
    mapfile -t named < <(grep '^  FAILED  ' "$output")
    failures+=("${named[@]}")
    rm -f "$output"
    if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        passed=$((passed + BASH_REMATCH[1]))
        failed=$((failed + BASH_REMATCH[2]))
    else
        fail "$* ended without a result"
    fi
}

# What failed, in at most twenty lines: the end of an output is what is kept of it.
name_failures() {
    ((${#failures[@]})) || return 0
    printf '\n== what failed\n'
    printf '%s\n' "${failures[@]}" | cut -c 1-400 | head -n 20
}

# Last line and exit code of a script.
conclude() {
    printf '%d passed, %d failed\n' "$passed" "$failed"
    ((failed == 0))
}
