#!/usr/bin/env python3
"""Worlds on the library `life`: stories out of copyright (worlds/classics), and our other worlds once more (worlds/brief).

Each classic is at most 45 lines, with the telling, and without a message of `check`. Its request of the same name is answered, which the referee
judges valid, and what is found, why, and what a narrator and the request's teller make of it stands in classics.txt. It is no script:
`series` finds three stories in it that have little to do with each other. How long each takes is printed, and more than
MOST_SECONDS of the processor fails (a build with sanitizers is given ten times as many).
A world of worlds/brief has at most half the lines of the world of that name, `visit` at most 80. Each of its requests is answered in as
many events as there, and the referee judges the answer valid.
WT_BLESS=1 rewrites classics.txt; read the difference before committing it. Standard library only.
"""

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(os.environ["WT_SOURCE_DIR"])
BINARY = os.environ["WT_BINARY"]
TOLD = SOURCE / "tests/life/classics.txt"
WORLDS = sorted((SOURCE / "worlds/classics").glob("*.wt"))
BRIEF = sorted((SOURCE / "worlds/brief").glob("*.wt"))
MOST_LINES = 45
MOST_LINES_OF_VISIT = 80
MOST_SECONDS = 2
STORIES = 3
TIMEOUT_SECONDS = 300

failures = []


def fail(text):
    failures.append(text)


def run(*words):
    return subprocess.run([BINARY, *map(str, words)], capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False)


def timed(*words):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = run(*words)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def lines_of(world):
    return len(world.read_text(encoding="utf-8").splitlines())


def check_text(world, most):
    count = lines_of(world)
    if count > most:
        fail(f"{world.name}: {count} lines, more than {most}")
    checked = run("check", world)
    if checked.returncode != 0 or "warning" in checked.stdout + checked.stderr:
        fail(f"{world.name}: {checked.stdout}{checked.stderr}")
    return count


def told(world, plan, *words):
    done = run("tell", world, "--request", world.stem, "--plan", plan, *words)
    if done.returncode != 0:
        fail(f"{world.name}: not told: {done.stderr}")
    return done.stdout.strip()


def answer(world, request, folder):
    """The answer to a request in a file, with its number of events; the referee has judged it."""
    found, seconds = timed("plan", world, "--request", request, "--json")
    if found.returncode != 0:
        fail(f"{world.name}: no story for `{request}`: {found.stdout}{found.stderr}")
        return None, 0, seconds
    plan = folder / f"{world.stem}.json"
    plan.write_text(found.stdout, encoding="utf-8")
    judged = run("verify", world, plan, "--request", request)
    if judged.returncode != 0:
        fail(f"{world.name}: the referee does not agree: {judged.stdout}{judged.stderr}")
    return plan, len(json.loads(found.stdout)["steps"]), seconds


def story_of(world, folder, most_seconds):
    """What classics.txt says of one world; prints how long it takes."""
    name = world.stem
    count = check_text(world, MOST_LINES)
    plan, events, seconds = answer(world, name, folder)
    if not plan:
        return ""
    if seconds > most_seconds:
        fail(f"{world.name}: {seconds:.1f} s of the processor, more than {most_seconds}")
    print(f"{name}: {count} lines, {events} events, {seconds:.2f} s")
    why = run("plan", world, "--request", name, "--why").stdout
    return f"## {name}\n\n{why}\n{told(world, plan)}\n\nAs a narrator tells it:\n\n{told(world, plan, '--teller', 'narrator')}\n"


def check_series(world):
    done = run("series", world, "--count", STORIES)
    stories = re.findall(r"^\d+  ", done.stdout, re.MULTILINE)
    if done.returncode != 0 or len(stories) != STORIES:
        fail(f"{world.name}: {len(stories)} stories in a series instead of {STORIES}: {done.stdout}{done.stderr}")


def check_brief(world, folder):
    is_visit = world.stem == "visit"
    other = SOURCE / "worlds" / ("camp.wt" if is_visit else world.name)
    count = check_text(world, MOST_LINES_OF_VISIT if is_visit else lines_of(other) // 2)
    for request in re.findall(r"^request (\w+)", world.read_text(encoding="utf-8"), re.MULTILINE):
        _, events, seconds = answer(world, request, folder)
        as_there = run("plan", other, "--request", request, "--json")
        expected = len(json.loads(as_there.stdout)["steps"])
        if events != expected:
            fail(f"{world.name}: `{request}` has {events} events instead of {expected}")
        print(f"brief/{world.stem}, {request}: {count} lines instead of {lines_of(other)}, {events} events, {seconds:.2f} s")


def main():
    sanitized = "sanitize" in BINARY or "threads" in BINARY
    with tempfile.TemporaryDirectory() as folder:
        text = "\n".join(story_of(world, Path(folder), MOST_SECONDS * (10 if sanitized else 1)) for world in WORLDS)
        for world in BRIEF:
            check_brief(world, Path(folder))
    for world in WORLDS:
        check_series(world)
    if os.environ.get("WT_BLESS") == "1":
        TOLD.write_text(text, encoding="utf-8")
    elif not TOLD.exists() or TOLD.read_text(encoding="utf-8") != text:
        fail("classics.txt says otherwise; with WT_BLESS=1 it is written anew")
    for failure in failures:
        print(failure)
    print(f"test_classics: {len(WORLDS)} classics, {len(BRIEF)} brief worlds, {len(failures)} failures")
    return 1 if failures or not WORLDS or not BRIEF else 0


if __name__ == "__main__":
    sys.exit(main())
