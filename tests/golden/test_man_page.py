#!/usr/bin/env python3
"""The man page names every option, command and exit code that the program has, and no others. Standard library only."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(os.environ["WT_SOURCE_DIR"])
COMMANDS = ["new", "check", "plan", "verify", "show", "why", "whynot", "diff", "beta", "series", "board", "tell", "export", "play", "vendor", "serve"]


def help_text(*command):
    return subprocess.run([os.environ["WT_BINARY"], *command, "--help"], capture_output=True, text=True, check=True,
                          timeout=60).stdout


def main():
    page = (ROOT / "docs/man/wrongtree.1").read_text(encoding="utf-8")
    documented = set()
    for line in page.split("\n"):
        if re.match(r"\.(It )?(Op )?Fl|\.(Cm|Nm|Op)\b.*\bFl|\.(Dl|Fl)", line):
            documented |= set(re.findall(r"(?:Fl|,|\|) -([a-z][a-z-]*)", line))
            documented |= set(re.findall(r"\| Fl -([a-z-]+)", line))
    existing = {"help", "version"}
    for command in COMMANDS:
        for line in help_text(command).split("\n"):
            if re.match(r"  -", line):
                existing |= set(re.findall(r"--([a-z][a-z-]*)", line[:34]))
    problems = [f"--{name} is not in the man page" for name in sorted(existing - documented)]
    problems += [f"--{name} is in the man page only" for name in sorted(documented - existing)]
    problems += [f"{command} is not in the man page" for command in COMMANDS if f".It Cm {command}\n" not in page]
    codes = set(re.findall(r"= (\d+)", (ROOT / "src/host/exit_code.h").read_text(encoding="utf-8")))
    status = page[page.index(".Sh EXIT STATUS"):page.index(".Sh EXAMPLES")]
    if codes != set(re.findall(r"\.It (\d+)", status)):
        problems.append(f"the exit codes are {sorted(codes)}, the man page has others")
    for problem in problems:
        print(problem)
    print(f"test_man_page: {len(existing)} options, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
