# shellcheck shell=bash
# Counting what passed and what failed. Each script of the gate ends with the line `N passed, N failed`, so that the
# next one can add it up.

passed=0
failed=0

# check WHAT COMMAND…: silent when it works, its whole output when it does not.
check() {
    local what=$1 output
    shift
    if output=$("$@" 2>&1); then
        passed=$((passed + 1))
        printf '  ok      %s\n' "$what"
    else
        failed=$((failed + 1))
        printf '  FAILED  %s\n' "$what"
        [[ -z $output ]] || printf '%s\n' "$output" | sed 's/^/          /'
    fi
}

skip() {
    printf '  skipped %s\n' "$1"
}

# add_up SCRIPT…: runs a script of the gate and adds its last line; a script that ends without one has failed once.
add_up() {
    local output last
    output=$(mktemp)
    "$@" 2>&1 | tee "$output" | awk '
        NR > 1 { print line; fflush() }
        { line = $0 }
        END { if (line !~ /^[0-9]+ passed, [0-9]+ failed$/) print line }'
    last=$(tail -n 1 "$output")
    rm -f "$output"
    if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        passed=$((passed + BASH_REMATCH[1]))
        failed=$((failed + BASH_REMATCH[2]))
    else
        failed=$((failed + 1))
        printf '  FAILED  %s ended without a result\n' "$*"
    fi
}

# Last line and exit code of a script.
conclude() {
    printf '%d passed, %d failed\n' "$passed" "$failed"
    ((failed == 0))
}
