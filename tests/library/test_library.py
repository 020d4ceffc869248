#!/usr/bin/env python3
"""The library, as a C and a C++ program see it: the same documents as the command line, in one go and in steps, in several threads,
with an allocator that fails, under valgrind, cancelled at any moment; what it shows, and how large its structs are.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

BINARY = os.environ["WT_BINARY"]
SOURCE = os.environ["WT_SOURCE_DIR"]
BUILD = os.path.dirname(BINARY)
TESTER = os.path.join(BUILD, "tests/library_tester")
HEADER = os.path.join(SOURCE, "include/wrongtree.h")
WORLDS = sorted(os.path.join(SOURCE, "worlds", name) for name in os.listdir(os.path.join(SOURCE, "worlds"))
                if name.endswith(".wt"))
# Cancelling comes back within so many milliseconds of the processor; measured, it is far less.
MOST_LATENCY = 5.0
# So much of the processor may 99 of 100 frames take; measured, it is a fifth of that.
MOST_FRAME = 16.0
failures = 0


def check(is_right, what):
    global failures
    if not is_right:
        failures += 1
        print(f"FAILED: {what}")


def run(*command):
    result = subprocess.run(command, capture_output=True, timeout=250, check=False)
    return result.returncode, result.stdout, result.stderr.decode(errors="replace")


def requests_of(world):
    with open(world, encoding="utf-8") as file:
        return re.findall(r"^\s*request (\w+)", file.read(), re.MULTILINE)


def same(world, kind, library_words, command):
    """One document through the library and through the command line."""
    code, got, error = run(TESTER, "doc", world, kind, *library_words)
    wanted_code, wanted, _ = run(BINARY, *command)
    check(code == wanted_code, f"{kind} of {world} {library_words}: status {code}, not {wanted_code}: {error}")
    check(got == wanted, f"{kind} of {world} {library_words}: other bytes than `{' '.join(command)}`")


def test_same_documents(folder):
    for world in WORLDS:
        request = (requests_of(world) or ["-"])[0]
        asked = [] if request == "-" else ["--request", request]
        states = ["--states", "300000"]
        plan = os.path.join(folder, "plan.json")
        code, text, _ = run(BINARY, "plan", world, "--json", *asked, *states)
        same(world, "plan", [request], ["plan", world, "--json", *asked, *states])
        same(world, "check", [], ["check", world, "--json"])
        same(world, "whynot", [request], ["whynot", world, "--json", *asked, *states])
        same(world, "tell", [request], ["tell", world, "--json", *asked, *states])
        same(world, "board", [request], ["board", world, *asked, *states])
        same(world, "show", ["-"], ["show", world, "--json", "--depth", "2"])
        if code != 0:
            continue
        with open(plan, "wb") as file:
            file.write(text)
        for kind in ("verify", "show"):
            got = run(TESTER, "doc", world, kind, request, plan)[1]
            wanted = run(BINARY, kind, world, plan, "--json", *(["--depth", "2"] if kind == "show" else []))[1]
            check(got == wanted.replace(plan.encode(), b"plan"), f"{kind} of {world} with a plan")
        got = run(TESTER, "doc", world, "why", request, plan, "1")[1]
        wanted = run(BINARY, "why", world, plan, "1", "--json")[1]
        check(got == wanted.replace(plan.encode(), b"plan"), f"why of {world}")


def test_export():
    """What nobody says of a book has a default."""
    code, text, error = run(TESTER, "doc", os.path.join(SOURCE, "worlds/market.wt"), "export", "syrup", "-", "epub")
    check(code == 0 and text.startswith(b"PK"), f"an EPUB without a date: {code} {error}")


def test_steps():
    for world in WORLDS:
        code, text, error = run(TESTER, "plan", world)
        check(code in (0, 1, 3) and text.startswith(b"{"), f"in steps: {world}: {code} {error}")
    code, text, error = run(os.path.join(BUILD, "tests/library_tester_hpp"), WORLDS[-2])
    check(code == 0 and text, f"the C++ header: {code} {error}")


def test_giving_up():
    # The story of letters.wt takes too many steps to be begun so often.
    for world in (one for one in WORLDS if not one.endswith("letters.wt")):
        code, text, error = run(TESTER, "giveup", world, "25")
        check(code == 0 and b"25 places" in text, f"giving up: {world}: {code} {text} {error}")


def test_threads():
    for world in WORLDS:
        code, text, error = run(TESTER, "threads", world, "4")
        check(code == 0, f"threads: {world}: {text} {error}")


def test_starving():
    """Every way out of memory is a status, and nothing is left behind."""
    market = os.path.join(SOURCE, "worlds/market.wt")
    camp = os.path.join(SOURCE, "worlds/camp.wt")
    for world in (market, camp):
        code, text, error = run(TESTER, "starve", world, "1", "2000")
        counts = re.search(r"(\d+) of (\d+)", text.decode())
        check(code == 0 and counts and counts[1] == counts[2], f"starving: {world}: {text} {error}")
    for kind in ("tell", "board", "whynot", "series", "export"):
        code, text, error = run(TESTER, "starve", market, "1", "1500", kind)
        check(code == 0 and b"of" in text, f"starving {kind}: {text} {error}")


def test_valgrind():
    if not shutil.which("valgrind"):
        print("skipped: valgrind is not here (tools/bootstrap analysis)")
        return
    market = os.path.join(SOURCE, "worlds/market.wt")
    for words in (["plan", market], ["starve", market, "1", "25"], ["starve", market, "700", "706"],
                  ["doc", market, "tell"], ["doc", market, "board"], ["giveup", market, "6"],
                  ["again", os.path.join(SOURCE, "worlds/classics/sally.wt"), "sally"]):
        code, _, error = run("valgrind", "-q", "--leak-check=full", "--error-exitcode=99", TESTER, *words)
        check(code == 0, f"valgrind: {words}: {code}\n{error[:2000]}")


def test_cancelling(folder):
    """Every phase asks often, and comes back soon once it is cancelled; in a world of 200 characters, too."""
    town = os.path.join(folder, "town.wt")
    large = subprocess.run([os.path.join(SOURCE, "bench/large_world"), "--characters", "200", "--places", "20", "--roads", "40"],
                           capture_output=True, check=True).stdout
    with open(town, "wb") as file:
        file.write(large)
    for world in [*WORLDS, town]:
        code, text, error = run(TESTER, "polls", world, "", "3" if world == town else "12")
        check(code == 0, f"cancelling: {world}: {error}")
        for line in text.decode().splitlines():
            for number in re.findall(r"([\d.]+) ms", line):
                check(float(number) <= MOST_LATENCY, f"cancelling: {os.path.basename(world)}: {line}")


def test_frames():
    """After something unforeseen a game plans anew in steps; the frame that takes longest of a hundred is short."""
    for world in WORLDS:
        code, text, error = run(TESTER, "frames", world, "60", "1", "2000", "0")
        line = re.search(r"^frames: .* 99 % ([\d.]+) ms", text.decode(), re.MULTILINE)
        check(code == 0 and line and float(line.group(1)) <= MOST_FRAME, f"frames: {world}: {text} {error}")


def test_abi():
    """What the library shows, and what a program that was compiled against it relies on. Whoever adds something adds it
    here, at the end, and raises WT_ABI."""
    with open(os.path.join(SOURCE, "tests/library/abi.txt"), encoding="utf-8") as file:
        wanted = file.read()
    shown = subprocess.run(["nm", "-D", "--defined-only", os.path.join(BUILD, "libwrongtree.so")], capture_output=True,
                           text=True, check=True).stdout
    names = sorted(line.split()[-1] for line in shown.splitlines() if " T " in line)
    other = [line for line in shown.splitlines() if " T " not in line and "WRONGTREE_" not in line]
    check(not other, f"the library shows what is no function of the interface: {other[:5]}")
    with open(HEADER, encoding="utf-8") as file:
        header = file.read()
    structs = re.findall(r"^typedef struct (\w+) \{", header, re.MULTILINE)
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "sizes.c")
        with open(program, "w", encoding="utf-8") as file:
            file.write('#include <stdio.h>\n#include <wrongtree.h>\nint main(void) {\n')
            file.write('    printf("WT_ABI %d\\n", WT_ABI);\n')
            for struct in structs:
                file.write(f'    printf("struct {struct} %zu\\n", sizeof({struct}));\n')
            file.write("    return 0;\n}\n")
        binary = os.path.join(folder, "sizes")
        subprocess.run(["cc", "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-I",
                        os.path.join(SOURCE, "include"), program, "-o", binary], check=True)
        sizes = subprocess.run([binary], capture_output=True, text=True, check=True).stdout
    got = sizes + "".join(f"function {name}\n" for name in names)
    if os.environ.get("WT_BLESS"):
        with open(os.path.join(SOURCE, "tests/library/abi.txt"), "w", encoding="utf-8") as file:
            file.write(got)
    else:
        check(got == wanted, "the interface is another one than tests/library/abi.txt says")


def main():
    with tempfile.TemporaryDirectory() as folder:
        test_same_documents(folder)
        test_cancelling(folder)
    for test in (test_export, test_steps, test_giving_up, test_threads, test_starving, test_valgrind, test_frames, test_abi):
        test()
    print(f"library: {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
