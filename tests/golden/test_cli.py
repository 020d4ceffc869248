#!/usr/bin/env python3
"""Whole runs of the executable, compared with transcripts: tests/golden/cli/*.case.

A transcript is a series of

    $ wrongtree plan honey.wt --why < some_file | wrongtree verify honey.wt -
    > a line of standard output
    ! a line of standard error (of all commands of the pipe)
    exit 0

Lines that begin with # are comments. Commands run in tests/golden/cli/files. WT_BLESS=1 rewrites the transcripts; read
the difference before committing it. The version is written as VERSION. Standard library only.
"""

import os
import shlex
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "cli"
BINARY = os.environ["WT_BINARY"]
TIMEOUT_SECONDS = 120


def version():
    text = subprocess.run([BINARY, "--version"], capture_output=True, check=True, timeout=TIMEOUT_SECONDS).stdout
    return text.split()[1]


def run(line, number):
    """The transcript of one command line."""
    data, errors, code = b"", b"", 0
    for part in line.split("|"):
        words = shlex.split(part)
        if "<" in words:
            at = words.index("<")
            data = (FOLDER / "files" / words[at + 1]).read_bytes()
            del words[at:at + 2]
        if words[0] != "wrongtree":
            sys.exit(f"not a command of ours: {part}")
        environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM")}
        done = subprocess.run([BINARY, *words[1:]], cwd=FOLDER / "files", input=data, capture_output=True,
                              env=environment, timeout=TIMEOUT_SECONDS, check=False)
        data, errors, code = done.stdout, errors + done.stderr, done.returncode
    lines = []
    for sign, output in ((">", data), ("!", errors)):
        text = output.replace(number, b"VERSION").decode("utf-8", "backslashreplace")
        for item in text.split("\n")[:-1]:
            lines.append(f"{sign} {item}".rstrip(" "))
        if text and not text.endswith("\n"):
            lines.append(f"{sign} {text.split(chr(10))[-1]}\\")
    return lines + [f"exit {code}"]


def check(path, number, bless):
    """Number of commands, and what differs."""
    wanted = path.read_text(encoding="utf-8").split("\n")
    got = []
    commands = 0
    for line in wanted:
        if line.startswith("$ "):
            commands += 1
            got += [line, *run(line[2:], number)]
        elif line == "" or line.startswith("#"):
            got.append(line)
    if got == wanted:
        return commands, []
    if bless:
        path.write_text("\n".join(got), encoding="utf-8")
        return commands, []
    first = next((i for i, (a, b) in enumerate(zip(got, wanted)) if a != b), min(len(got), len(wanted)))
    command = next((line for line in reversed(got[:first + 1]) if line.startswith("$ ")), "")
    return commands, [f"{path.name}:{first + 1}: {command}",
                      f"    wanted {wanted[first] if first < len(wanted) else 'no more'!r}",
                      f"    got    {got[first] if first < len(got) else 'no more'!r}"]


def main():
    bless = os.environ.get("WT_BLESS") == "1"
    number = version()
    commands, problems = 0, []
    for path in sorted(FOLDER.glob("*.case")):
        count, problem = check(path, number, bless)
        commands += count
        problems += problem
    for problem in problems:
        print(problem)
    print(f"test_cli: {commands} commands, {len([p for p in problems if not p.startswith(' ')])} transcripts differ")
    return 1 if problems or commands == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
