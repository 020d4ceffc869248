#!/usr/bin/env python3
"""The solutions that the comments of the published benchmark files give are stories, within the limits given there.

Needs the collection beside the project (../shared/benchmarks, or WT_BENCHMARKS); says so and skips where it is absent.
"""
import os
import re
import subprocess
import sys
import tempfile

BINARY = os.environ["WT_BINARY"]
FOLDER = os.environ.get("WT_BENCHMARKS", os.path.join(os.environ["WT_SOURCE_DIR"], "../shared/benchmarks"))
NUMBERS = {
    "--author-limit": re.compile(r"author temporal lim\w+ (\d+)"),
    "--character-limit": re.compile(r"character temporal lim\w+ (\d+)"),
    "--belief-limit": re.compile(r"epistemic lim\w+ (\d+)"),
}
# The collection says itself that this one is no solution.
IS_NONE = "which is not a solution"
# Whether a king who is not in love would climb the mountain takes the referee longer than any test may (docs/performance.md).
TOO_LONG = "Original solution used by Riedl (author utility 2; author temporal limit 13"


def solutions_of(text):
    """Each list of actions in the first comment, with the paragraph above it."""
    comment = re.search(r"/\*\*?(.*?)\*/", text, re.DOTALL)
    lines = [line.strip().lstrip("*").strip() for line in comment.group(1).split("\n")] if comment else []
    found, heading, actions = [], [], []
    for line in lines + [""]:
        if re.fullmatch(r"\w+\([\w, ]*\)", line):
            actions.append(line)
            continue
        if actions:
            found.append((" ".join(heading), actions))
            heading, actions = [], []
        heading = heading + [line] if line else []
    return found


def verify(path, heading, actions):
    """The verdict on a solution within the limits of its heading, or None if it names no limits."""
    limits = [part for option, pattern in NUMBERS.items() if (found := pattern.search(heading))
              for part in (option, found.group(1))]
    if not limits:
        return None
    goal = re.search(r"author utility (\d+)", heading)
    with tempfile.NamedTemporaryFile("w", suffix=".plan", encoding="utf-8") as plan:
        plan.write("\n".join(actions) + "\n")
        plan.flush()
        command = [BINARY, "verify", path, plan.name, *limits, "--goal", goal.group(1) if goal else "1"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def main():
    if not os.path.isdir(FOLDER):
        print(f"skipped: the benchmark collection is not at {FOLDER}")
        return 0
    checked, failures = 0, []
    for name in sorted(os.listdir(FOLDER)):
        if not name.endswith(".txt"):
            continue
        path = os.path.join(FOLDER, name)
        with open(path, encoding="utf-8") as file:
            solutions = solutions_of(file.read())
        for heading, actions in solutions:
            if TOO_LONG in heading:
                print(f"skipped: {name}: {heading}")
                continue
            verdict = verify(path, heading, actions)
            if verdict is None:
                continue
            checked += 1
            if verdict.startswith("invalid" if IS_NONE in heading else "valid"):
                continue
            failures.append(f"{name}: {heading}\n  {verdict}")
    for failure in failures:
        print(failure)
    print(f"published solutions: {checked} judged, {len(failures)} not as the collection says")
    return 1 if failures or checked < 20 else 0


if __name__ == "__main__":
    sys.exit(main())
