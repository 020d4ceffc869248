#!/usr/bin/env python3
"""The counts of searches are what they were: states, transitions, expansions, questions for reasons.

They are the same on every machine and with every compiler, so a change that was not meant to touch the search must not touch
them. WT_BLESS=1 rewrites signatures.json; read the difference before you commit it. The worlds are the shipped ones and small ones of
bench/errands.py; the tasks of a folder of benchmarks beside the clone are counted, too, if it is there. Standard library only.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(os.environ["WT_SOURCE_DIR"])
BINARY = os.environ["WT_BINARY"]
SIGNATURES = ROOT / "tests/golden/signatures.json"
BENCHMARKS = ROOT / "../shared/benchmarks"
COUNTS = ["states", "transitions", "expanded", "generated", "explanation_queries", "explanation_searches"]
WORLDS = ["auction", "camp", "letters", "manor", "market", "vault"]
ERRANDS = ["characters=2", "characters=8", "places=16", "items=8", "items=64", "length=2", "length=30 items=20"]

sys.path.insert(0, str(ROOT / "bench"))


def signature(file, arguments):
    command = [BINARY, "plan", str(file), "--json", "--stats", "--no-verify", *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr}")
    answer = json.loads(done.stdout)
    counts = answer["statistics"]
    return {"steps": len(answer["steps"]) if answer.get("steps") else 0, **{name: counts[name] for name in COUNTS}}


def shipped():
    for world in WORLDS:
        yield world, ROOT / "worlds" / f"{world}.wt", []
        yield f"{world} --optimal", ROOT / "worlds" / f"{world}.wt", ["--optimal"]
    for options in (["--au", "coma"], ["--au", "coma", "--optimal"]):
        yield " ".join(["camp", *options]), ROOT / "worlds/camp.wt", options


def errands(folder):
    from errands import Shape, world
    for text in ERRANDS:
        settings = dict(setting.split("=") for setting in text.split())
        shape = Shape(**{name: int(value) for name, value in settings.items()})
        file = Path(folder) / f"{text}.wt"
        file.write_text(world(shape), encoding="utf-8")
        yield f"errands {text}", file, shape.arguments()


def unsure(folder):
    import doubts
    for possibilities in (4, 16):
        shape = doubts.Shape(possibilities=possibilities)
        file = Path(folder) / f"doubts{possibilities}.wt"
        file.write_text(doubts.world(shape), encoding="utf-8")
        yield f"doubts possibilities={possibilities}", file, shape.arguments()


def benchmarks():
    with open(BENCHMARKS / "tasks.csv", newline="", encoding="utf-8") as file:
        for task in csv.DictReader(file):
            yield f"task {task['task']}", BENCHMARKS / task["file"], [
                "--goal", task["goal"], "--atl", task["author_limit"], "--ctl", task["character_limit"],
                "--el", task["belief_limit"]]


def main():
    bless = os.environ.get("WT_BLESS") == "1"
    wanted = json.loads(SIGNATURES.read_text(encoding="utf-8")) if SIGNATURES.exists() else {}
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        questions = [*shipped(), *errands(folder), *unsure(folder)]
        if (BENCHMARKS / "tasks.csv").exists():
            questions += benchmarks()
        else:
            print(f"test_signatures: SKIPPED the benchmark tasks: there is no {BENCHMARKS / 'tasks.csv'}")
        for name, file, arguments in questions:
            found[name] = signature(file, arguments)
    if bless:
        lines = [f"  {json.dumps(name)}: {json.dumps(counts)}" for name, counts in {**wanted, **found}.items()]
        SIGNATURES.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
        wanted = found
    differences = 0
    for name, counts in found.items():
        if counts != wanted.get(name):
            differences += 1
            print(f"{name}:\n    wanted {wanted.get(name)}\n    got    {counts}")
    print(f"test_signatures: {len(found)} searches, {differences} with other counts")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
