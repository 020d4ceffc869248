#!/usr/bin/env bash
# docs/life.md says what the sources of the library say.
exec "$WT_SOURCE_DIR/tools/document_libraries" --check
