#!/usr/bin/env python3
"""`wrongtree new`: what it writes is sound and has its story, every answer is asked for or given, nothing is written over, and a bad
name is refused. Standard library only."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(os.environ["WT_SOURCE_DIR"])
BINARY = os.environ["WT_BINARY"]
ANSWERS = ["--hero", "Mia, she", "--helper", "the guard, he", "--thing", "the ring", "--believed", "the mill", "--truth", "the well"]
FAILURES = []


def expect(what, is_so):
    if not is_so:
        FAILURES.append(what)


def run(folder, *words, lines=""):
    return subprocess.run([BINARY, *words], cwd=folder, input=lines, capture_output=True, text=True, timeout=120, check=False)


def is_sound(folder, name):
    done = run(folder, "check", name)
    return done.returncode == 0 and done.stdout == ""


def made_up(folder):
    done = run(folder, "new", "first")
    expect(f"it tells: {done.stderr}", done.returncode == 0 and "Ann went to the hall" in done.stdout)
    expect("it asks five questions at most", done.stderr.count("? [") <= 5)
    expect("it is sound", is_sound(folder, "first.wt"))
    text = (folder / "first.wt").read_text(encoding="utf-8")
    expect(f"it is small: {len(text.splitlines())}", len(text.splitlines()) <= 45)
    for call in re.findall(r"`wrongtree ([^`]*)`", text):
        done = run(folder, *call.split())
        expect(f"what it says to try works: {call}", done.returncode == 0)
    again = run(folder, "new", "first")
    expect("nothing is written over", again.returncode == 2 and (folder / "first.wt").read_text(encoding="utf-8") == text)
    expect("and it says what to do", "`first.wt` is there already" in again.stderr and "another name" in again.stderr)


def answered(folder):
    done = run(folder, "new", "given", *ANSWERS)
    expect("with all options nothing is asked", done.returncode == 0 and "?" not in done.stderr)
    done = run(folder, "new", "asked", lines="Mia, she\nthe guard, he\nthe ring\n42\nthe mill\nthe well\n")
    expect("a bad answer is asked for again", done.returncode == 0 and "`42` is no name" in done.stderr)
    texts = [(folder / name).read_text(encoding="utf-8").replace("given.wt", "asked.wt") for name in ("given.wt", "asked.wt")]
    expect("answers and options are the same", texts[0] == texts[1])
    done = run(folder, "new", "bad", "--hero", "Mia, shee")
    expect("a bad option is refused", done.returncode == 2 and not (folder / "bad.wt").exists())
    done = run(folder, "new", "bad", lines="Mia, shee\n")
    expect("a bad last answer is refused", done.returncode == 2 and not (folder / "bad.wt").exists())


def german(folder):
    done = run(folder, "new", "brief", "--language", "german")
    expect(f"German is told: {done.stdout}", "Anna glaubte, dass der Brief in der Küche lag." in done.stdout)
    expect("German is asked", "Um wen geht es? [Anna, sie]" in done.stderr)
    expect("German is sound", is_sound(folder, "brief.wt"))


def copied(folder):
    paths = {str(path.relative_to(SOURCE / "worlds").with_suffix("")).removeprefix("classics/"): path for path in SOURCE.glob("worlds/**/*.wt")}
    names = sorted(paths)
    listed = run(folder, "new", "x", "--from", "no_such_world").stderr
    expect("all worlds are listed", re.findall(r"`([\w/]+)`", listed)[1:] == names)
    for name in ("market", "sally", "magi"):
        done = run(folder, "new", "my_" + name, "--from", name)
        origin = paths[name].read_text(encoding="utf-8")
        expect(f"{name} is told", done.returncode == 0 and done.stdout != "")
        expect(f"{name} is copied", (folder / f"my_{name}.wt").read_text(encoding="utf-8") == origin)


def refused(folder):
    for name in ("", "-", ".", ".wt", "a.txt", "x/", "missing/x", "a\nb"):
        done = run(folder, "new", name)
        expect(f"a bad name: {name!r}: {done.stderr}", done.returncode == 2 and done.stderr != "" and done.stdout == "")
    os.symlink("nowhere", folder / "link.wt")
    expect("a link that leads nowhere is there", run(folder, "new", "link").returncode == 2 and not (folder / "nowhere").exists())


def main():
    with tempfile.TemporaryDirectory() as name:
        for test in (made_up, answered, german, copied, refused):
            test(Path(name))
    for failure in FAILURES:
        print(failure)
    print(f"test_new: {len(FAILURES)} failures")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
