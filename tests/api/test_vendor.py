#!/usr/bin/env python3
"""`wrongtree vendor`: the libraries that a world uses are copied beside it, what is there is kept, nothing is written over, and
the world then answers with the same bytes. Standard library only."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(os.environ["WT_SOURCE_DIR"])
BINARY = os.environ["WT_BINARY"]
WORLD = """use life/deeds;
entity Ann : character;
entity Ben : character;
entity Hall : place;
entity Yard : place;
at(Ann) = Hall;
at(Ben) = Yard;
utility(): dead(Ben);
utility(Ann): dead(Ben);
limits: author 3, character 2, belief 1;
"""
USED = ("life/core", "life/speech", "life/deeds")
FAILURES = []


def expect(what, is_so):
    if not is_so:
        FAILURES.append(what)


def run(*words):
    return subprocess.run([BINARY, *map(str, words)], capture_output=True, text=True, timeout=60, check=False)


def library(name):
    return (SOURCE / f"libraries/{name}.wt").read_text(encoding="utf-8")


def test_copies_and_answers(folder):
    world = folder / "world.wt"
    world.write_text(WORLD, encoding="utf-8")
    before = run("plan", world, "--why")
    expect("a story is found", "kill(Ann, Ben)" in before.stdout)
    done = run("vendor", world)
    expect("vendor succeeds", done.returncode == 0)
    for name in USED:
        copy = folder / f"{name}.wt"
        expect(f"{name} is copied as it is", copy.is_file() and copy.read_text(encoding="utf-8") == library(name))
        expect(f"{name} is said to be copied", f"{copy}: copied\n" in done.stdout)
    expect("nothing else is copied", sorted(one.stem for one in (folder / "life").iterdir()) == ["core", "deeds", "speech"])
    expect("the world is kept", world.read_text(encoding="utf-8") == WORLD)
    expect("the same bytes are answered", run("plan", world, "--why").stdout == before.stdout)

    # The copy counts, and is kept when the command is given again.
    changed = folder / "life/deeds.wt"
    changed.write_text(changed.read_text(encoding="utf-8").replace("action kill", "action slay"), encoding="utf-8")
    mine = changed.read_text(encoding="utf-8")
    again = run("vendor", world)
    expect("what is there is said", f"{changed}: is there already\n" in again.stdout and "copied" not in again.stdout)
    expect("what is there is kept", changed.read_text(encoding="utf-8") == mine)
    expect("what is there counts", "slay(Ann, Ben)" in run("plan", world).stdout)


def test_refuses(folder):
    world = folder / "world.wt"
    world.write_text(WORLD, encoding="utf-8")
    (folder / "life").write_text("not a folder\n", encoding="utf-8")
    done = run("vendor", world)
    expect("a file in the way is an error", done.returncode == 2 and "life" in done.stderr)
    expect("the file in the way is kept", (folder / "life").read_text(encoding="utf-8") == "not a folder\n")
    (folder / "life").unlink()

    # A link that points at nothing would be written through.
    (folder / "life").mkdir()
    target = folder / "elsewhere.wt"
    (folder / "life/core.wt").symlink_to(target)
    done = run("vendor", world)
    expect("a dangling link is not written through", not target.exists())
    expect("standard input is no place to copy to",
           subprocess.run([BINARY, "vendor", "-"], input=WORLD, capture_output=True, text=True, timeout=60,
                          check=False).returncode == 2)


def main():
    for test in (test_copies_and_answers, test_refuses):
        with tempfile.TemporaryDirectory() as name:
            test(Path(name))
    for one in FAILURES:
        print("not so:", one)
    sys.exit(bool(FAILURES))


main()
