#!/bin/bash
# Doxygen makes a reference of the C header without a warning: everything in it is documented.
set -euo pipefail
cd "$WT_SOURCE_DIR"
if ! command -v doxygen >/dev/null; then
    echo "skipped: doxygen is not here (tools/bootstrap analysis)"
    exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
said=$( (cat docs/Doxyfile; echo "OUTPUT_DIRECTORY = $folder") | doxygen - 2>&1)
if [ -n "$said" ]; then
    echo "$said"
    exit 1
fi
grep -q 'wt_session_close_some' "$folder/html/wrongtree_8h.html"
