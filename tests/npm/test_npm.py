#!/usr/bin/env python3
"""The npm package as its users see it: installed from its archive without a network, in Node and in Chromium.

Exit code 77, which ctest shows as skipped, where the package, Node, Chromium or a module is missing:

    tools/npm && tools/bootstrap browser && npm ci --prefix tests/browser

Where WT_NPM is `required`, as in .ci/run, that is a failure.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
BINDING = SOURCE / "bindings/npm"
PLAYWRIGHT = SOURCE / "tests/browser/node_modules/playwright-core"
SKIPPED = 77


def version():
    return re.search(r"^project\(wrongtree VERSION ([\d.]+)", (SOURCE / "CMakeLists.txt").read_text(), re.M).group(1)


def missing(archive):
    """What is not there, or None."""
    for program in ("node", "npm"):
        if not shutil.which(program):
            return program
    if not archive.exists():
        return "the package"
    if not (BINDING / "node_modules/typescript").is_dir():
        return "the module typescript"
    if not (shutil.which("chromium") or os.environ.get("WT_CHROMIUM")):
        return "Chromium"
    if not PLAYWRIGHT.is_dir():
        return "the module playwright-core"
    return None


def main():
    archive = SOURCE / f"build/npm/wrongtree-{version()}.tgz"
    lack = missing(archive)
    if lack:
        print(f"SKIPPED: {lack} is not there; tools/npm && tools/bootstrap browser && npm ci --prefix tests/browser")
        return 1 if os.environ.get("WT_NPM") == "required" else SKIPPED
    environment = dict(os.environ, WT_ARCHIVE=str(archive))
    environment.setdefault("WT_CHROMIUM", shutil.which("chromium") or "")
    with tempfile.TemporaryDirectory() as name:
        # A project of somebody's, with the package in it.
        folder = Path(name)
        (folder / "package.json").write_text('{ "private": true, "type": "module" }\n')
        subprocess.run(["npm", "install", "--offline", "--no-audit", "--no-fund", "--no-package-lock", str(archive)],
                       cwd=folder, check=True, stdout=subprocess.DEVNULL)
        for path in [*HERE.glob("*.mjs"), HERE / "sample.ts"]:
            shutil.copy(path, folder)
        tests = sorted(path.name for path in folder.glob("*.test.mjs"))
        wanted = sys.argv[1:]
        tests = [test for test in tests if not wanted or test in wanted]
        command = ["node", "--test", "--test-concurrency=2", *tests]
        return subprocess.run(command, env=environment, cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
