#!/usr/bin/env python3
"""Series of stories: resumed ones end with the same bytes, and ten stories of the camp are far from each other.

Standard library only.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(os.environ["WT_SOURCE_DIR"])
BINARY = os.environ["WT_BINARY"]
PICNIC = str(ROOT / "tests/golden/cli/files/picnic.wt")
CAMP = str(ROOT / "worlds/camp.wt")

problems = []


def check(fine, message):
    if not fine:
        problems.append(message)


def wrongtree(*words):
    return subprocess.run([BINARY, *words], capture_output=True, timeout=280, check=False)


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


def same(name, command, folder, done, wanted):
    """Running `command` once more ends as the run that was never interrupted."""
    again = wrongtree(*command, "-o", folder)
    check((again.returncode, again.stdout, again.stderr) == (done.returncode, done.stdout, done.stderr),
          f"{name}: says something else: {again.stderr!r:.300}")
    check(contents(folder) == wanted, f"{name}: leaves other files")


def test_resume(command, steps):
    with tempfile.TemporaryDirectory() as temporary:
        whole, part = f"{temporary}/whole", f"{temporary}/part"
        done = wrongtree(*command, "-o", whole)
        plain = wrongtree(*command)
        check((plain.stdout, plain.returncode) == (done.stdout, done.returncode), "-o changes the answer")
        wanted = contents(whole)
        modified = Path(whole, "series.json").stat().st_mtime_ns
        same("a finished series", command, whole, done, wanted)
        check(Path(whole, "series.json").stat().st_mtime_ns == modified, "a finished series is searched again")
        # As if killed after some of the requests.
        journal = json.loads(wanted["series.json"])
        for count in range(0, len(journal["tried"]), steps):
            Path(part).mkdir(exist_ok=True)
            for path in Path(part).iterdir():
                path.unlink()
            Path(part, "series.json").write_text(json.dumps({**journal, "tried": journal["tried"][:count]}))
            Path(part, "series.json.0123abcd.new").write_text("half a jour")
            same(f"after {count} requests", command, part, done, wanted)
        # Killed in truth, several times.
        for path in Path(part).iterdir():
            path.unlink()
        for _ in range(5):
            process = subprocess.Popen([BINARY, *command, "-o", part], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            time.sleep(0.03)
            process.kill()
            process.wait()
        same("killed", command, part, done, wanted)


def test_refusals():
    with tempfile.TemporaryDirectory() as temporary:
        folder = f"{temporary}/series"
        wrongtree("series", PICNIC, "--count", "2", "-o", folder)
        before = contents(folder)
        journal = Path(folder, "series.json")
        for name, words in (("count", [PICNIC, "--count", "3"]), ("seed", [PICNIC, "--count", "2", "--seed", "9"]),
                            ("world", [CAMP, "--count", "2"])):
            done = wrongtree("series", *words, "-o", folder)
            check(done.returncode == 2 and b"cannot go on" in done.stderr, f"other {name}: {done.stderr!r}")
            check(contents(folder) == before, f"other {name}: the files are changed")
        broken = json.loads(before["series.json"])
        broken["tried"][0]["request"] = "never happens anything"
        for text in ("", "{", "[]", "{}", '{"world": 1}', json.dumps({**broken, "tried": [1]}), json.dumps(broken),
                     json.dumps({**broken, "tried": [{"request": "x", "states": -1, "outcome": "found"}]})):
            journal.write_text(text)
            done = wrongtree("series", PICNIC, "--count", "2", "-o", folder)
            check(done.returncode == 2, f"a journal {text!r:.60}: {done.returncode} {done.stderr!r}")


def jaccard(a, b):
    a, b = Counter(a), Counter(b)
    every = sum((a | b).values())
    return 1 - sum((a & b).values()) / every if every else 0


def test_camp():
    """Ten stories, pairwise 0.5 apart; each is what the referee accepts for its request."""
    with tempfile.TemporaryDirectory() as folder:
        begin = time.monotonic()
        done = wrongtree("series", CAMP, "--au", "coma", "--count", "10", "--json", "-o", folder)
        seconds = time.monotonic() - begin
        check(done.returncode == 0, f"camp: exit {done.returncode}: {done.stderr!r}")
        series = json.loads(done.stdout)
        stories = series["stories"]
        check(len(stories) == 10 and series["least_distance"] >= 0.5, f"camp: {done.stderr!r}")
        for i, story in enumerate(stories):
            for j in range(i):
                # A second computation of two thirds of the distance, from what is printed.
                other = stories[j]
                parts = jaccard(story["actions"], other["actions"]) + jaccard(story["new_facts"], other["new_facts"])
                distance = series["matrix"][i][j]
                check(parts / 3 - 1e-9 <= distance <= (parts + 1) / 3 + 1e-9, f"camp: distance of {i}, {j}")
            words = ["--goal", str(story["goal"])] + (["--where", story["where"]] if story["where"] else [])
            verdict = wrongtree("verify", CAMP, f"{folder}/story-{i + 1:02}.plan", "--au", "coma", *words)
            check(verdict.returncode == 0, f"camp, story {i + 1}: {verdict.stdout!r} {verdict.stderr!r:.200}")
        return seconds


def main():
    test_resume(["series", PICNIC, "--count", "6"], 3)
    test_resume(["series", PICNIC, "--request", "cake", "--request", "bather", "--request", "gift"], 1)
    test_refusals()
    seconds = test_camp()
    for problem in problems:
        print(problem)
    print(f"test_series: ten stories of the camp in {seconds:.1f} s, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
