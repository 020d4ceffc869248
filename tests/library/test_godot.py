#!/usr/bin/env python3
"""examples/godot: the extension is compiled against the interface alone, shows its entry and nothing else, and is driven from end to end
by a host that stands for Godot (godot_host.c): loading, registering, calls of scripts, freeing.
"""
import configparser
import glob
import os
import shutil
import subprocess
import sys
import tempfile

SOURCE = os.environ["WT_SOURCE_DIR"]
BUILD = os.path.dirname(os.environ["WT_BINARY"])
HERE = os.path.join(SOURCE, "examples/godot")
WARNINGS = ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-O2"]
failures = 0


def check(is_right, what):
    global failures
    if not is_right:
        failures += 1
        print(f"FAILED: {what}")


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)
    return done.returncode, done.stdout, done.stderr


def main():
    interface = ["-I", os.path.join(HERE, "interface")]
    settings = configparser.ConfigParser()
    settings.read(os.path.join(HERE, "wrongtree.gdextension"), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        prefix = os.path.join(folder, "prefix")
        code, out, error = run("cmake", "--install", BUILD, "--component", "library", "--prefix", prefix)
        check(code == 0, f"installing: {out}{error}")
        archive = glob.glob(os.path.join(prefix, "lib*", "**", "libwrongtree.a"), recursive=True)[0]
        names = {value.strip('"').removeprefix("res://") for value in settings["libraries"].values()}
        check(names == {"libwrongtree_godot.so"}, f"one library is named: {names}")
        extension = os.path.join(folder, "libwrongtree_godot.so")
        code, _, error = run("cc", *WARNINGS, "-fPIC", "-shared", "-fvisibility=hidden", os.path.join(HERE, "story.c"), *interface,
                             "-I", os.path.join(prefix, "include"), archive, "-lm", "-Wl,--exclude-libs,ALL", "-Wl,-z,defs",
                             "-o", extension)
        check(code == 0, f"compiling the extension: {error}")
        shown = [line.split()[-1] for line in run("nm", "-D", "--defined-only", extension)[1].splitlines()]
        check(shown == [settings["configuration"]["entry_symbol"].strip('"')], f"it shows its entry alone: {shown}")
        host = os.path.join(folder, "host")
        code, _, error = run("cc", *WARNINGS, "-Wno-pedantic", os.path.join(SOURCE, "tests/library/godot_host.c"), *interface, "-ldl",
                             "-o", host)
        check(code == 0, f"compiling the host: {error}")
        for before in ([], ["valgrind", "-q", "--leak-check=full", "--error-exitcode=99"]):
            if before and not shutil.which("valgrind"):
                print("skipped: valgrind is not here (tools/bootstrap analysis)")
                continue
            code, out, error = run(*before, host, extension, os.path.join(SOURCE, "worlds/market.wt"))
            check((code, out) == (0, "10 methods\n"), f"the host: exit {code}: {out}{error[:2000]}")
    print(f"godot: {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
