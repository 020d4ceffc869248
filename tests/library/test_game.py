#!/usr/bin/env python3
"""examples/game, built against the installed library as a reader would: what happens in a script of tricks, frame by frame, and how
long frames take; in a terminal it is drawn, hears keys, and is not faster than 60 frames a second.
"""
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

from helpers import SOURCE, WARNINGS, check, failures, install, run

GAME = os.path.join(SOURCE, "examples/game")
WORLD = os.path.join(GAME, "night.wt")
WANTED = os.path.join(SOURCE, "tests/library/game.txt")
# Milliseconds of the processor that 99 of 100 frames may take; measured, it is a tenth of that.
MOST_FRAME = 16.0


def build(folder):
    headers, archive = install(os.path.join(folder, "prefix"))
    game = os.path.join(folder, "game")
    code, _, error = run("cc", *WARNINGS, os.path.join(GAME, "game.c"), "-I", headers, archive, "-lm", "-o", game)
    check(code == 0, f"compiling: {error}")
    return game


def test_script(game):
    """What happens in which frame is the same on every machine."""
    command = [game, WORLD, "--frames", "1200", "--script", os.path.join(GAME, "tricks.txt")]
    code, out, error = run(*command)
    if os.environ.get("WT_BLESS"):
        with open(WANTED, "w", encoding="utf-8") as file:
            file.write(out)
    with open(WANTED, encoding="utf-8") as file:
        check((code, out) == (0, file.read()), f"the script: exit {code}, other lines than tests/library/game.txt:\n{out}")
    times = re.fullmatch(r"frames: 1200, of the processor each: median ([\d.]+) ms, 99 % within ([\d.]+) ms, worst ([\d.]+) ms, of "
                         r"16.7 ms\n", error)
    check(times and float(times.group(2)) <= MOST_FRAME, f"the times of frames: {error}")
    # The imp lies, and is believed; new plans are made; where there is none, everybody goes on by themselves.
    count = [int(number) for number in re.search(r"(\d+) interferences, (\d+) plans, (\d+) of them new.* (\d+) errors", out).groups()]
    check(count[0] >= 4 and count[2] >= 3 and count[1] > count[2] and count[3] >= 5, f"what the script is for: {count}")
    check("no plan for all three" in out and out.index("no plan") < out.index("put(Jory"), "somebody acts while there is no plan")
    check("you cannot: carry_off(Imp, Lantern, Square, Quay)" in out, "under Jory's eyes the imp takes nothing")
    check("Lantern: Chapel\nRope: Quay\nLetter: Mill\n" in out, "in the end all is where it is needed")
    if shutil.which("valgrind"):
        code, _, error = run("valgrind", "-q", "--leak-check=full", "--error-exitcode=99", command[0], WORLD, "--frames", "270",
                             *command[4:])
        check(code == 0, f"valgrind: {error[:2000]}")


def test_without_script(game):
    code, out, _ = run(game, WORLD, "--frames", "1200")
    check(code == 0 and "0 interferences" in out and "all three have what they want" in out, f"without tricks: {out}")
    check(" in vain: " not in out, f"without tricks nothing is in vain: {out}")


def test_calls(game, folder):
    for words in ([], ["none.wt"], [WORLD, "--frames", "-1"], [WORLD, "--script", "none"], [WORLD, "--frames", "9", "--script", "none"]):
        code, _, error = run(game, *words)
        check(code == 2 and error, f"{words}: {code} {error}")
    for text in ("x\n", "9 a()\n3 b()\n", "3 fly(Mara)\n"):
        script = os.path.join(folder, "script")
        with open(script, "w", encoding="utf-8") as file:
            file.write(text)
        code, _, error = run(game, WORLD, "--frames", "20", "--script", script)
        check(code == 2 and error, f"the script {text!r}: {code} {error}")


def test_terminal(game):
    ours, its = pty.openpty()
    begin = time.monotonic()
    with subprocess.Popen([game, WORLD], stdin=its, stdout=its, stderr=subprocess.PIPE, text=True) as child:
        os.close(its)
        shown = b""

        def read_until(wanted, keys=b""):
            nonlocal shown
            end = time.monotonic() + 60
            while wanted not in shown and time.monotonic() < end:
                if keys:
                    os.write(ours, keys)
                if select.select([ours], [], [], 0.2)[0]:
                    try:
                        shown += os.read(ours, 65536)
                    except OSError:
                        break
            check(wanted in shown, f"the terminal shows {wanted}: {shown[-1500:]}")
        read_until(b"Mara looks for the Lantern: Mill     (wrong)")
        # The letter is whispered about: to Pell, that it is in the mill.
        read_until(b"you: whisper(Imp, Pell, Letter, Mill)", b"35p")
        os.write(ours, b"q")
        # What it still draws is read, so that it can end.
        while child.poll() is None:
            if select.select([ours], [], [], 0.1)[0]:
                try:
                    os.read(ours, 65536)
                except OSError:
                    child.wait()
        error = child.stderr.read()
    took = time.monotonic() - begin
    frames = re.match(r"frames: (\d+), ", error)
    check(child.returncode == 0 and frames, f"the end of the game: {child.returncode} {error}")
    check(frames and 0 < int(frames.group(1)) <= 60 * took + 2, f"{frames and frames.group(1)} frames in {took:.1f} s")
    os.close(ours)


def main():
    with tempfile.TemporaryDirectory() as folder:
        game = build(folder)
        if not failures:
            test_script(game)
            test_without_script(game)
            test_calls(game, folder)
            test_terminal(game)
    print(f"game: {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
