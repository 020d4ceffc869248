#!/usr/bin/env python3
"""The storyboard and `wrongtree serve` in Chromium: runs the tests in this folder with Node.

Exit code 77, which ctest shows as skipped, where Chromium, Node or the modules are missing:

    tools/bootstrap browser && npm ci --prefix tests/browser

Where WT_BROWSER is `required`, as in .ci/run, that is a failure.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SKIPPED = 77


def missing():
    """What is not there, or None."""
    if not shutil.which("node"):
        return "Node"
    if not (shutil.which("chromium") or os.environ.get("WT_CHROMIUM")):
        return "Chromium"
    for module in ("playwright-core", "axe-core"):
        if not (HERE / "node_modules" / module).is_dir():
            return f"the module {module}"
    return None


def main():
    lack = missing()
    if lack:
        print(f"SKIPPED: {lack} is not installed; tools/bootstrap browser && npm ci --prefix tests/browser")
        return 1 if os.environ.get("WT_BROWSER") == "required" else SKIPPED
    environment = dict(os.environ)
    environment.setdefault("WT_CHROMIUM", shutil.which("chromium") or "")
    tests = sorted(str(path) for path in HERE.glob("*.test.mjs"))
    command = ["node", "--test", "--test-concurrency=1", *tests]
    return subprocess.run(command, env=environment, cwd=HERE, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
