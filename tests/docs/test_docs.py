#!/usr/bin/env python3
"""Runs every sample in README.md and docs/**/*.md, and checks their links. Standard library only.

    tests/docs/test_docs.py                        check all pages
    tests/docs/test_docs.py docs/semantics.md ...  check these pages
    tests/docs/test_docs.py --bless [PAGE...]      write what the program prints into the pages; a person reads the diff
    tests/docs/test_docs.py --self-test            check that this script notices what it should

WT_BINARY is the program, WT_SOURCE_DIR the sources. The tag of a fenced block says how it is tested:

    wt, txt-world       a whole world; `check` finds no errors
    wt-error CODE...    a whole world; the errors that `check` finds have exactly these codes (also txt-error)
    wt-warning CODE...  no errors; the warnings have exactly these codes (also txt-warning)
    story               a file in sentences, likewise (also story-error, story-warning)
    wt-endless          a whole world whose triggers never rest; no error but `endless-triggers` may be found
    plan                a plan for a later console block
    console             `$ COMMAND` lines, each followed by exactly what it writes to standard output
    cpp                 code of ours; needs `<!-- from: PATH -->`
    sh                  not run; programs of this project that it names exist
    c                   a whole program, built and run by tests/library/test_install.py
    python              run by tests/python/checks/check_pages.py, with what a text block after it says is printed
    js                  a whole module, run by tests/npm/docs.test.mjs
    ebnf, text, json    not run

`<!-- from: PATH -->` before a block: its lines stand in that file, one after the other.

`<!-- file: NAME -->` before a block makes it a file that later console blocks of the page can name; where the sources have a
file of that name (worlds/market.wt), the block must be a copy of it. Console blocks run in a folder with these files and
`worlds`; a command's exit status is `$?` in the next one of the block. In docs/language.md, the lines between
`<!-- codes -->` and `<!-- /codes -->` list all diagnostic codes.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SEVERITIES = {"error": "error", "warning": "warning", "note": "note"}
NOT_RUN = {"c", "js", "python", "ebnf", "text", "json"}
COMMANDS = {"wrongtree", "echo", "cat"}
TIMEOUT = 120

FENCE = re.compile(r"^```(.*)$")
COMMENT = re.compile(r"^<!-- (file|from): (\S+) -->$")
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r'^WT_DIAGNOSTIC\(\s*(\w+),\s*"([^"]+)",\s*(\w+),\s*"([^"]+)"\s*\)', re.MULTILINE)


class Block:
    def __init__(self, line, info, comments):
        self.line = line  # of the opening fence, counted from 1
        words = info.split()
        self.tag = words[0] if words else ""
        self.codes = words[1:]
        self.comments = comments
        self.body = []

    def text(self):
        return "".join(line + "\n" for line in self.body)


class Page:
    """A page: its lines, blocks and mistakes."""

    def __init__(self, name, text):
        self.name = name
        self.lines = text.split("\n")
        self.blocks = []
        self.errors = []
        self.read_blocks()

    def error(self, line, text):
        self.errors.append(f"{self.name}:{line}: {text}")

    def read_blocks(self):
        block, comments = None, {}
        for number, line in enumerate(self.lines, 1):
            fence = FENCE.match(line)
            if block is None:
                if fence:
                    block = Block(number, fence.group(1), comments)
                    comments = {}
                elif match := COMMENT.match(line):
                    comments[match.group(1)] = match.group(2)
                elif line.strip():
                    comments = {}
            elif fence and not fence.group(1):
                self.blocks.append(block)
                block = None
            else:
                block.body.append(line)
        if block is not None:
            self.error(block.line, "this block is never closed")

    def prose(self):
        """Numbered lines outside of blocks, without code spans."""
        inside = False
        for number, line in enumerate(self.lines, 1):
            if FENCE.match(line):
                inside = not inside
            elif not inside:
                yield number, re.sub(r"`[^`]*`", "", line)

    def anchors(self):
        found = set()
        inside = False
        for line in self.lines:
            if FENCE.match(line):
                inside = not inside
            elif not inside and (match := re.match(r"^#+ (.*)$", line)):
                title = re.sub(r"[^\w\- ]", "", match.group(1).lower()).replace(" ", "-")
                found.add(title)
        return found


class Tester:
    def __init__(self, root, binary, bless):
        self.root = root
        self.binary = binary
        self.bless = bless
        self.samples = 0

    def page_names(self):
        names = ["README.md"] if (self.root / "README.md").exists() else []
        docs = self.root / "docs"
        return names + sorted(p.relative_to(self.root).as_posix() for p in docs.rglob("*.md"))

    def run_page(self, name):
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        page = Page(name, text)
        self.check_links(page)
        self.check_codes(page)
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            if (self.root / "worlds").is_dir():
                (folder / "worlds").symlink_to(self.root / "worlds")
            for block in page.blocks:
                self.run_block(page, block, folder)
        if self.bless:
            self.write_blessed(page, path, text)
        return page.errors

    # ---- blocks ----

    def run_block(self, page, block, folder):
        tag = block.tag
        kind, _, wanted = tag.partition("-")
        if name := block.comments.get("file"):
            self.provide_file(page, block, folder, name)
        if name := block.comments.get("from"):
            self.check_source(page, block, name)
        if tag in NOT_RUN:
            return
        self.samples += 1
        if kind in ("wt", "txt", "story") and wanted in ("", "world", "error", "warning", "endless"):
            self.check_world(page, block, folder, kind, wanted)
        elif tag == "console":
            self.run_console(page, block, folder)
        elif tag == "plan":
            if not block.comments.get("file"):
                page.error(block.line, "a plan needs `<!-- file: NAME -->` before it")
        elif tag == "cpp":
            if not block.comments.get("from"):
                page.error(block.line, "a cpp block needs `<!-- from: PATH -->` before it")
        elif tag == "sh":
            for number, line in enumerate(block.body, block.line + 1):
                program = line.split()[0] if line.split() else ""
                if "/" in program and not (self.root / program).exists():
                    page.error(number, f"there is no {program}")
        else:
            page.error(block.line, f"`{tag}` says nothing about how to test this block; see tests/docs/test_docs.py")

    def provide_file(self, page, block, folder, name):
        original = self.root / name
        if "/" in name or original.exists():
            if not original.exists():
                page.error(block.line, f"there is no {name}")
            elif original.read_text(encoding="utf-8") != block.text():
                if self.bless:
                    block.body = original.read_text(encoding="utf-8").removesuffix("\n").split("\n")
                else:
                    page.error(block.line, f"this is not {name} any more")
            return
        (folder / name).write_text(block.text(), encoding="utf-8")

    def check_world(self, page, block, folder, kind, wanted):
        if not self.binary:
            return
        path = folder / f"sample_{block.line}.{kind}"
        path.write_text(block.text(), encoding="utf-8")
        status, out, err = self.run([self.binary, "check", "--json", path.name], folder)
        try:
            diagnostics = json.loads(out)["files"][0]["diagnostics"]
        except (ValueError, LookupError) as problem:
            page.error(block.line, f"`check --json` printed something else ({problem}), exit {status}: {err.strip()}")
            return
        found = {"error": set(), "warning": set()}
        for d in diagnostics:
            found.setdefault(d["severity"], set()).add(d["code"])
        expected = set(block.codes)
        shown = "; ".join(f"line {block.line + d['span']['begin']['line']}: {d['code']}: {d['message']}"
                          for d in diagnostics)
        if wanted == "error":
            if found["error"] != expected:
                page.error(block.line, f"expected errors {sorted(expected)}, got: {shown or 'none'}")
            if status != 2:
                page.error(block.line, f"errors must give exit status 2, not {status}")
            return
        allowed = {"endless-triggers"} if wanted == "endless" else set()
        if found["error"] - allowed:
            page.error(block.line, f"this world must have no errors, but: {shown}")
        elif wanted == "warning" and found["warning"] != expected:
            page.error(block.line, f"expected warnings {sorted(expected)}, got: {shown or 'none'}")
        elif status != 0 and wanted != "endless":
            page.error(block.line, f"no errors must give exit status 0, not {status}")

    def check_source(self, page, block, name):
        path = self.root / name
        if not path.exists():
            page.error(block.line, f"there is no {name}")
            return
        wanted = [line.strip() for line in block.body if line.strip()]
        lines = [line.strip() for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        if not any(lines[i:i + len(wanted)] == wanted for i in range(len(lines))):
            page.error(block.line, f"these lines do not stand in {name}")

    def run_console(self, page, block, folder):
        if not self.binary:
            return
        result, status = [], 0
        for number, command, expected in console_steps(block):
            if command is None:
                page.error(number, "a console block begins with `$ COMMAND`")
                return
            program = command.split()[0]
            if program not in COMMANDS:
                page.error(number, f"`{program}` is none of {', '.join(sorted(COMMANDS))}")
                return
            bin_folder = folder / ".bin"
            if not bin_folder.exists():
                bin_folder.mkdir()
                (bin_folder / "wrongtree").symlink_to(self.binary)
            status, out, err = self.run(["bash", "-c", f"(exit {status}); {command}"], folder, bin_folder)
            actual = out.removesuffix("\n").split("\n") if out else []
            result += [f"$ {command}", *actual]
            if actual != expected and not self.bless:
                page.error(number, f"`{command}` printed (exit {status})\n" + "\n".join(f"    {x}" for x in actual)
                           + ("\nand to standard error\n" + err if err else ""))
        if self.bless:
            block.body = result

    def run(self, command, folder, bin_folder=None):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("WT_")}
        environment["LC_ALL"] = "C.UTF-8"
        if bin_folder:
            environment["PATH"] = f"{bin_folder}:{environment.get('PATH', '')}"
        try:
            done = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, timeout=TIMEOUT,
                                  capture_output=True, text=True, errors="replace", check=False)
        except subprocess.TimeoutExpired:
            return 124, "", f"no end after {TIMEOUT} s"
        return done.returncode, done.stdout, done.stderr

    # ---- the rest of a page ----

    def check_links(self, page):
        for number, line in page.prose():
            for target in LINK.findall(line):
                if re.match(r"[a-z]+:", target):
                    continue
                name, _, anchor = target.partition("#")
                path = (self.root / page.name).parent / name if name else self.root / page.name
                if not path.exists():
                    page.error(number, f"the link to {target} leads nowhere")
                elif anchor and path.suffix == ".md":
                    other = page if not name else Page(name, path.read_text(encoding="utf-8"))
                    if anchor not in other.anchors():
                        page.error(number, f"{name or 'this page'} has no heading for #{anchor}")

    def check_codes(self, page):
        if "<!-- codes -->" not in page.lines:
            if page.name == "docs/language.md":
                page.error(1, "the table of diagnostic codes is missing")
            return
        first = page.lines.index("<!-- codes -->") + 1
        last = page.lines.index("<!-- /codes -->")
        table = (self.root / "src/base/diagnostic_codes.def").read_text(encoding="utf-8")
        rows = ["| code | level | means |", "| --- | --- | --- |"]
        rows += [f"| `{code}` | {severity} | {summary} |" for _, code, severity, summary in CODE.findall(table)]
        if page.lines[first:last] == rows:
            return
        if not self.bless:
            page.error(first, "this is not the list of src/base/diagnostic_codes.def; `--bless` writes it")
            return
        for block in page.blocks:
            if block.line > last:
                block.line += len(rows) - (last - first)
        page.lines[first:last] = rows

    def write_blessed(self, page, path, old):
        lines = page.lines
        for block in reversed(page.blocks):
            end = lines.index("```", block.line)
            lines[block.line:end] = block.body
        text = "\n".join(lines)
        if text != old:
            path.write_text(text, encoding="utf-8")
            print(f"blessed {page.name}")


def console_steps(block):
    """(line, command, the lines it is to print) for every command of the block; the command None for stray lines."""
    steps = []
    for number, line in enumerate(block.body, block.line + 1):
        if line.startswith("$ "):
            steps.append((number, line[2:], []))
        elif not steps:
            return [(number, None, [])]
        else:
            steps[-1][2].append(line)
    return steps


# (page, a part of the error that must come of it, or None). `wrongtree` is a script that prints its arguments.
CASES = [
    ("```text\nx\n```\n", None),
    ("```text\nx\n", "never closed"),
    ("```\nx\n```\n", "how to test"),
    ("```wt\nbad\n```\n", "must have no errors"),
    ("```wt-error undefined-name\nbad\n```\n", None),
    ("```wt-error undefined-name\ngood\n```\n", "expected errors"),
    ("```wt-error type-cycle\nbad\n```\n", "expected errors"),
    ("```story-error type-cycle\nbad\n```\n", "expected errors"),
    ("```wt-warning odd\ngood\n```\n", "expected warnings"),
    ("```console\n$ wrongtree plan x\nplan x\n```\n", None),
    ("```console\n$ wrongtree plan x\nplan y\n```\n", "printed"),
    ("```console\n$ wrongtree fail\n$ echo $?\n7\n```\n", None),
    ("```console\nplan x\n```\n", "begins with"),
    ("```console\n$ rm x\n```\n", "is none of"),
    ("<!-- file: a.wt -->\n```wt\ngood\n```\n```console\n$ cat a.wt\ngood\n```\n", None),
    ("<!-- file: worlds/a.wt -->\n```wt\ngood\n```\n", None),
    ("<!-- file: worlds/a.wt -->\n```wt\nelse\n```\n", "not worlds/a.wt any more"),
    ("<!-- from: worlds/a.wt -->\n```cpp\ngood\n```\n", None),
    ("<!-- from: worlds/a.wt -->\n```cpp\nelse\n```\n", "do not stand"),
    ("<!-- from: worlds/a.wt -->\n```text\nelse\n```\n", "do not stand"),
    ("```cpp\ngood\n```\n", "needs `<!-- from"),
    ("```sh\ntools/none\n```\n", "there is no tools/none"),
    ("[x](worlds/a.wt) [y](#one-two)\n# One, two\n", None),
    ("[x](none.md)\n", "leads nowhere"),
    ("[x](#none)\n", "no heading"),
]

FAKE = """#!/bin/bash
if [ "$1" = fail ]; then exit 7; fi
if [ "$1" != check ]; then echo "$@"; exit 0; fi
place='"message": "m", "span": {"begin": {"line": 1}}'
if grep -q bad "$3"; then
    echo '{"files": [{"diagnostics": [{"code": "undefined-name", "severity": "error", '"$place"'}]}]}'; exit 2
fi
echo '{"files": [{"diagnostics": []}]}'
"""


def self_test():
    failures = 0
    for text, wanted in CASES:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / "worlds").mkdir()
            (root / "worlds/a.wt").write_text("good\n", encoding="utf-8")
            fake = root / "fake"
            fake.write_text(FAKE, encoding="utf-8")
            fake.chmod(0o755)
            (root / "README.md").write_text(text, encoding="utf-8")
            errors = Tester(root, str(fake), False).run_page("README.md")
            right = not errors if wanted is None else len(errors) >= 1 and wanted in errors[0]
            if not right:
                failures += 1
                print(f"self-test: {text!r}: {errors}, expected {wanted}")
    print(f"test_docs self-test: {len(CASES)} cases, {failures} failed")
    return 1 if failures else 0


def main():
    parser = argparse.ArgumentParser(description="Runs the samples of the pages.")
    parser.add_argument("pages", nargs="*")
    parser.add_argument("--bless", action="store_true")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if self_test() != 0:
        return 1
    if options.self_test:
        return 0
    root = Path(os.environ.get("WT_SOURCE_DIR") or Path(__file__).resolve().parents[2])
    binary = os.environ.get("WT_BINARY", "")
    if binary and not Path(binary).exists():
        print(f"there is no {binary}")
        return 1
    tester = Tester(root, str(Path(binary).resolve()) if binary else "", options.bless)
    errors = []
    for name in options.pages or tester.page_names():
        errors += tester.run_page(name)
    for error in errors:
        print(error)
    where = "" if binary else " (without WT_BINARY: only their shape)"
    print(f"test_docs: {tester.samples} samples{where}, {len(errors)} errors")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
