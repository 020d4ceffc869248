#!/usr/bin/env python3
"""The Python package, as a user gets it: installed by pip without a network into an environment of its own, then checked from there.

The checks are tests/python/checks/*.py (unittest). WT_CHECKS=NAME runs only one of them. Where Debian's packages are missing
(tools/bootstrap python) it is skipped, or fails with WT_PYTHON_PACKAGE=required.
"""
import os
import shutil
import subprocess
import sys

SOURCE = os.environ["WT_SOURCE_DIR"]
BUILD = os.path.dirname(os.environ["WT_BINARY"])
ROOM = os.path.join(BUILD, "python")
PREFIX = os.path.join(ROOM, "prefix")
VENV = os.path.join(ROOM, "venv")
NEEDED = ["cffi", "setuptools", "wheel", "pip", "mypy", "nbclient", "ipykernel", "tqdm"]


def interpreter():
    """One that has what is needed: Debian's, or the one that runs this. None if there is none."""
    for one in ("/usr/bin/python3", sys.executable):
        if os.path.exists(one) and subprocess.run([one, "-c", f"import {', '.join(NEEDED)}"], check=False,
                                                  capture_output=True).returncode == 0:
            return one
    return None


def run(what, *command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=280, check=False, **options)
    if done.returncode != 0:
        print(f"FAILED: {what}: {' '.join(command)}: exit {done.returncode}\n{done.stdout}")
        sys.exit(1)
    return done.stdout


def check_wheel_of_checkout(environment):
    """Without WRONGTREE_PREFIX the library comes from the checkout; and the extension is of Python's stable interface."""
    if os.path.realpath(BUILD) != os.path.realpath(os.path.join(SOURCE, "build/release")):
        return
    plain = {key: value for key, value in environment.items() if key != "WRONGTREE_PREFIX"}
    wheels = os.path.join(ROOM, "wheels")
    shutil.rmtree(wheels, ignore_errors=True)
    run("pip wheel", os.path.join(VENV, "bin/pip"), "--isolated", "wheel", "--no-index", "--no-deps", "--no-build-isolation",
        "--disable-pip-version-check", "-w", wheels, os.path.join(SOURCE, "bindings/python"), env=plain)
    made = os.listdir(wheels)
    if len(made) != 1 or "-cp310-abi3-" not in made[0]:
        print(f"FAILED: pip wheel makes {made}")
        sys.exit(1)
    names = run("unzip", sys.executable, "-m", "zipfile", "-l", os.path.join(wheels, made[0]))
    for name in ("wrongtree/_library.abi3.so", "wrongtree/py.typed", "wrongtree/_library.pyi", "wrongtree/world.py"):
        if name not in names:
            print(f"FAILED: the wheel has no {name}")
            sys.exit(1)


def main():
    python = interpreter()
    if python is None:
        needed = os.environ.get("WT_PYTHON_PACKAGE") == "required"
        print(f"{'FAILED' if needed else 'skipped'}: no python3 here has {', '.join(NEEDED)} (tools/bootstrap python)")
        return 1 if needed else 77
    for folder in (PREFIX, VENV):
        shutil.rmtree(folder, ignore_errors=True)
    run("installing the library", "cmake", "--install", BUILD, "--component", "library", "--prefix", PREFIX)
    run("an environment", python, "-m", "venv", "--system-site-packages", VENV)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PIP_", "VIRTUAL_ENV"))}
    environment.update(WRONGTREE_PREFIX=PREFIX, WT_PREFIX=PREFIX)
    before = set(os.listdir(os.path.join(SOURCE, "bindings/python")))
    run("pip install", os.path.join(VENV, "bin/pip"), "--isolated", "install", "--no-index", "--disable-pip-version-check",
        os.path.join(SOURCE, "bindings/python"), env=environment)
    check_wheel_of_checkout(environment)
    left = set(os.listdir(os.path.join(SOURCE, "bindings/python"))) - before - {"__pycache__"}
    if left:
        print(f"FAILED: installing leaves {sorted(left)} in the sources")
        return 1
    checks = os.path.join(SOURCE, "tests/python/checks")
    # Away from the sources, so that nothing is imported from there.
    environment.update(PYTHONDONTWRITEBYTECODE="1", PYDEVD_DISABLE_FILE_VALIDATION="1")
    done = subprocess.run([os.path.join(VENV, "bin/python"), "-m", "unittest", "discover", "-s", checks, "-p",
                           os.environ.get("WT_CHECKS", "check_*") + ".py"], cwd=ROOM, env=environment, check=False)
    return 1 if done.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
