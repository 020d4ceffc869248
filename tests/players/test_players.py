#!/usr/bin/env python3
"""Every export of every shipped story in its real player: ink in inkjs, Twee in extwee, Yarn in yarn-bound, EPUB in
EPUBCheck, DOT in Graphviz, CSV in Python; and a world with nasty names and texts.

Exit code 77, which ctest shows as skipped, where a player is missing:

    tools/bootstrap players && npm ci --prefix tests/players

Where WT_PLAYERS is `required`, as in .ci/run, that is a failure.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SKIPPED = 77
FORMATS = ("json", "ink", "twee", "yarn", "epub", "dot", "csv")

failures = []


def missing():
    """What is not there, or None."""
    for program in ("node", "java", "epubcheck", "dot"):
        if not shutil.which(program):
            return program
    for module in ("extwee", "inkjs", "yarn-bound"):
        if not (HERE / "node_modules" / module).is_dir():
            return f"the module {module}"
    return None


def expect(condition, text):
    if not condition:
        failures.append(text)
        print("FAILED:", text)


def export(world, folder, name, *arguments):
    for kind in FORMATS:
        command = [os.environ["WT_BINARY"], "export", str(world), "--as", kind, "-o", str(folder / f"{name}.{kind}")]
        done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
        expect(done.returncode in (0, 1), f"{' '.join(command)}: {done.returncode}: {done.stderr}")


def requests_of(world):
    return re.findall(r"^request (\w+)", world.read_text(), re.MULTILINE)


def export_all(folder):
    """Each request that has a story by itself, and all of a world as one book."""
    source = Path(os.environ["WT_SOURCE_DIR"])
    for world in [*sorted((source / "worlds").glob("*.wt")), HERE / "nasty.wt"]:
        for request in requests_of(world):
            if request != "stay":
                export(world, folder, f"{world.stem}-{request}", "--request", request)
        depth = "2" if world.stem in ("market", "nasty") else "1"
        export(world, folder, f"{world.stem}-all", "--all", "--depth", depth, "--author", "A. \"N\" <Author> & Co",
               "--note", "Not <b>so</b> & \"so\" --- *this*")


def check_csv(path):
    book = json.loads(path.with_suffix(".json").read_text())
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    told = {}
    for chapter in book["chapters"]:
        told[chapter["title"]["id"]] = chapter["title"]["text"]
        for lines in [chapter["opening"], *[way["lines"] for way in chapter["ways"]]]:
            told.update({line["id"]: line["text"] for line in lines})
        told.update({way["choice"]["id"]: way["choice"]["text"] for way in chapter["ways"] if way["choice"]})
    expect({row["id"]: row["text"] for row in rows} == told and len(rows) == len(told), f"{path.name} says otherwise")


def check_epub(path):
    # Debian's program may be a bare archive, which only a shell or Java can start.
    command = ["java", "-jar", shutil.which("epubcheck"), "--failonwarnings", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    expect(done.returncode == 0, f"{path.name}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    book = json.loads(path.with_suffix(".json").read_text())
    with zipfile.ZipFile(path) as archive:
        pages = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml"))
    for chapter in book["chapters"]:
        for line in chapter["opening"]:
            expect(f'id="{line["id"]}"' in pages, f"{path.name} has no line {line['id']}")


def check_dot(path):
    done = subprocess.run(["dot", "-Tsvg", str(path)], capture_output=True, text=True, check=False)
    expect(done.returncode == 0 and not done.stderr, f"{path.name}: {done.stderr}")
    book = json.loads(path.with_suffix(".json").read_text())
    edges = sum(len(chapter["ways"]) for chapter in book["chapters"])
    expect(done.stdout.count('class="edge"') == edges, f"{path.name} has not {edges} events")


def check_same_bytes(folder):
    """Exporting again gives the same files."""
    world = Path(os.environ["WT_SOURCE_DIR"]) / "worlds" / "market.wt"
    again = folder / "again"
    again.mkdir()
    export(world, again, "market-syrup", "--request", "syrup")
    for kind in FORMATS:
        name = f"market-syrup.{kind}"
        expect((folder / name).read_bytes() == (again / name).read_bytes(), f"{name} differs from time to time")


def main():
    lack = missing()
    if lack:
        print(f"SKIPPED: {lack} is not installed; tools/bootstrap players && npm ci --prefix tests/players")
        return 1 if os.environ.get("WT_PLAYERS") == "required" else SKIPPED
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        export_all(folder)
        expect(len(list(folder.glob("*.json"))) >= 25, "too few stories")
        played = subprocess.run(["node", str(HERE / "players.mjs"), name], cwd=HERE, check=False)
        expect(played.returncode == 0, "a player shows something else than the story")
        for path in sorted(folder.glob("*.csv")):
            check_csv(path)
        for path in sorted(folder.glob("*.dot")):
            check_dot(path)
        for path in sorted(folder.glob("*-all.epub")):
            check_epub(path)
        check_same_bytes(folder)
    print(f"test_players: {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
