#!/usr/bin/env python3
"""examples/godot: the extension is compiled against the interface alone, shows its entry and nothing else, and is driven from end to end
by a host that stands for Godot (godot_host.c): loading, registering, calls of scripts, freeing.
"""
import configparser
import os
import shutil
import sys
import tempfile

from helpers import SOURCE, WARNINGS, check, failures, install, run

HERE = os.path.join(SOURCE, "examples/godot")


def main():
    interface = ["-I", os.path.join(HERE, "interface")]
    settings = configparser.ConfigParser()
    settings.read(os.path.join(HERE, "wrongtree.gdextension"), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        headers, archive = install(os.path.join(folder, "prefix"))
        names = {value.strip('"').removeprefix("res://") for value in settings["libraries"].values()}
        check(names == {"libwrongtree_godot.so"}, f"one library is named: {names}")
        extension = os.path.join(folder, "libwrongtree_godot.so")
        code, _, error = run("cc", *WARNINGS, "-fPIC", "-shared", "-fvisibility=hidden", os.path.join(HERE, "story.c"), *interface,
                             "-I", headers, archive, "-lm", "-Wl,--exclude-libs,ALL", "-Wl,-z,defs",
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
    print(f"godot: {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
