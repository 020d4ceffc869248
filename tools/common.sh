# Sourced by the bash scripts of tools/ and .ci/: where the project lies, and quiet building.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Runs a command with its output in build/log/NAME.log; shows the end of it if the command fails.
quietly() {
    local name=$1
    shift
    local log=$root/build/log/$name.log
    mkdir -p "$root/build/log"
    if ! (cd "$root" && "$@") >"$log" 2>&1 </dev/null; then
        grep -nE 'error|FAILED|CMake Error' "$log" | head -n 20 >&2 || true
        tail -n 60 "$log" >&2
        echo "$(basename "$0"): $name failed; all of its output is in build/log/$name.log" >&2
        return 1
    fi
}

# Says how far a build is, from its log, until it is killed: on a terminal in one line, else every half minute.
say_how_far() {
    local log=$1 said='' now
    local every=30
    [ ! -t 2 ] || every=1
    # What sleeps may outlive this, and must keep no stream open.
    while sleep "$every" >/dev/null 2>&1 </dev/null; do
        now=$(tail -c 2000 "$log" | grep -oE '^\[[0-9]+/[0-9]+\]' | tail -n 1 | tr -d '[]' | sed 's|/| of |') || continue
        [ "$now" != "$said" ] || continue
        if [ -t 2 ]; then printf '\r  %s steps ' "$now" >&2; else printf '  %s steps\n' "$now" >&2; fi
        said=$now
    done
}

# Configures a preset unless that is done (ninja configures again by itself when a CMake file changes) and builds
# the given targets: build PRESET TARGET...
build() {
    local preset=$1
    shift
    if [ ! -f "$root/build/$preset/build.ninja" ]; then
        quietly "configure-$preset" cmake --preset "$preset"
    fi
    local log=$root/build/log/build-$preset.log
    mkdir -p "$root/build/log"
    : >"$log"
    say_how_far "$log" >/dev/null </dev/null &
    local teller=$! status=0
    quietly "build-$preset" cmake --build --preset "$preset" --target "$@" || status=$?
    kill "$teller" 2>/dev/null || true
    wait "$teller" 2>/dev/null || true
    if [ -t 2 ]; then printf '\r%30s\r' '' >&2; fi
    return "$status"
}
