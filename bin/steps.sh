# shellcheck shell=bash
# Sourced by the scripts beside it: what they say, and how they fail. Knows nothing of Panel.

export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" # apt, runuser and the like, when PATH is a user's

step() { printf '[%s] %s\n' "$1" "$2"; }

say() { printf '      %s\n' "$*"; }

fail() {
    printf '\n%s: %s\n' "$(basename "$0")" "$1" >&2
    exit 1
}

# quietly WHAT COMMAND…: output goes to a log, dots show that it lives, a failure shows the log's tail.
quietly() {
    local what=$1 log dots begun=$SECONDS status=0
    shift
    log=$(mktemp -t panel-log.XXXXXX)
    (while sleep 2 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do printf '.'; done) &
    dots=$!
    "$@" >"$log" 2>&1 || status=$?
    kill "$dots" 2>/dev/null || true
    wait "$dots" 2>/dev/null || true
    if ((SECONDS - begun >= 2)); then printf '\n'; fi
    if ((status != 0)); then
        printf '\n%s failed. The end of its log, %s:\n' "$what" "$log" >&2
        tail -n 20 "$log" >&2
        return "$status"
    fi
    rm -f "$log"
}
