#!/usr/bin/env python3
"""A file in sentences can stand wherever a world can: every command gives for worlds/sentences/sally.story what it gives for sally.wt,
and libraries are found beside it. Standard library only."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

BINARY = os.environ["WT_BINARY"]
SENTENCES = Path(os.environ["WT_SOURCE_DIR"]) / "worlds/sentences"
FAILURES = []

VILLAGE = """library village 1.0 "A village";
use life/core;
property glad(who : character) : boolean;
action cheer(who : character, whom : character) { precondition: at(who) == at(whom) & who != whom; effect: glad(whom); consenting: who; };
telling {
    property glad: "{who} [be] glad", false: "{who} [be] sad";
    action cheer: "{who} [cheer] {whom} up";
};
"""
TALE = """Use village.
Ann is a woman. Ben is a man. The inn is a place.
Ann is in the inn. Ben is in the inn.
Ann wants Ben to be glad.
The story has at most 2 events.
Tell how Ann cheers Ben up.
"""


def expect(condition, message):
    if not condition:
        FAILURES.append(message)


def run(*call, folder=None):
    return subprocess.run([BINARY, *map(str, call)], capture_output=True, text=True, cwd=folder, timeout=120, check=False)


def check_commands(folder):
    sentences, world = SENTENCES / "sally.story", SENTENCES / "sally.wt"
    plan = folder / "sally.plan"
    plan.write_text(run("plan", world, "--request", "sally").stdout, encoding="utf-8")
    expect(plan.stat().st_size > 0, "sally has a story")
    draft = folder / "draft.txt"
    draft.write_text("Sally goes to the garden.\nAnne hid the marble in the box.\n", encoding="utf-8")
    for call in (["check"], ["plan", "--request", "sally"], ["tell", "--request", "sally"], ["show"], ["verify", plan], ["show", plan], ["why", plan, "1"],
                 ["whynot", "--request", "sally"], ["series", "--count", "2"], ["board", "--request", "sally"], ["export", "--format", "ink", "--request", "sally"],
                 ["beta", draft], ["show", "--rules"]):
        one = run(call[0], sentences, *call[1:])
        other = run(call[0], world, *call[1:])
        expect(one.returncode == other.returncode, f"{call}: {one.returncode}, and of the world {other.returncode}: {one.stderr}")
        expect(one.stdout.replace("sally.story", "sally.wt") == other.stdout, f"{call}: the answers differ:\n{one.stdout}\n---\n{other.stdout}")


def check_libraries(folder):
    (folder / "village.wt").write_text(VILLAGE, encoding="utf-8")
    (folder / "tale.story").write_text(TALE, encoding="utf-8")
    done = run("plan", "tale.story", "--request", "tale", folder=folder)
    expect(done.stdout == "cheer(Ann, Ben)\n", f"a library beside a story: {done.stdout} {done.stderr}")
    done = run("vendor", "tale.story", folder=folder)
    expect(done.returncode == 0 and (folder / "life/core.wt").exists(), f"vendor copies what a story uses: {done.stdout} {done.stderr}")
    (folder / "lost.story").write_text("Use nowhere.\nAnn is a woman.\n", encoding="utf-8")
    done = run("check", "lost.story", folder=folder)
    expect("lost.story:1:5" in done.stdout + done.stderr and "no-library" in done.stdout + done.stderr, f"a library that is not there: {done.stdout} {done.stderr}")


def check_ways_back(folder):
    text = run("show", SENTENCES / "sally.wt", "--as", "sentences").stdout
    (folder / "sally.story").write_text(text, encoding="utf-8")
    again = run("show", "sally.story", "--as", "wt", folder=folder).stdout
    first = run("show", SENTENCES / "sally.story", "--as", "wt").stdout
    expect(sorted(again.split()) == sorted(first.split()), f"sally in sentences, and back:\n{again}\n---\n{first}")
    refused = run("show", SENTENCES / "sally.wt", "x.plan", "--as", "wt")
    expect(refused.returncode == 2, "--as shows a world, not a plan")


with tempfile.TemporaryDirectory() as temporary:
    for check in (check_commands, check_libraries, check_ways_back):
        place = Path(temporary) / check.__name__
        place.mkdir()
        check(place)
for failure in FAILURES:
    print(failure)
sys.exit(1 if FAILURES else 0)
