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

# Configures a preset unless that is done (ninja configures again by itself when a CMake file changes) and builds
# the given targets: build PRESET TARGET...
build() {
    local preset=$1
    shift
    if [ ! -f "$root/build/$preset/build.ninja" ]; then
        quietly "configure-$preset" cmake --preset "$preset"
    fi
    quietly "build-$preset" cmake --build --preset "$preset" --target "$@"
}
