#!/usr/bin/env python3
"""Mutates small files of every kind and gives them to the executable: whatever it says, it must end within 5 s, with an exit code of its
own, within 1 GiB. Unlike the libFuzzer executables it goes through all of a command, and needs no instrumented build.

    tests/fuzz/mutate.py BINARY SECONDS [SEED] [KIND]

What breaks is kept in the folder `found`, with the call in its name; a case that is understood goes to `regressions`.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT_SECONDS = 5
LIMIT_BYTES = 1 << 30
OWN_CODES = {0, 1, 2, 3, 130}


def seeds(*patterns):
    found = []
    for pattern in patterns:
        found += [path.read_bytes() for path in sorted(ROOT.glob(pattern)) if path.is_file() and path.stat().st_size < 20_000]
    return found


WORLDS = seeds("worlds/*.wt", "tests/golden/diagnostics/*.wt", "tests/golden/diagnostics/*.txt", "tests/golden/lint/*.wt", "tests/regression/*.wt",
               "tests/golden/cli/files/*.wt", "tests/fuzz/regressions/*.wt")
STORIES = seeds("worlds/*/*.story", "tests/golden/diagnostics/*.story")
HONEY = ROOT / "tests/golden/cli/files/honey.wt"
PLANS = seeds("tests/golden/cli/files/*.txt", "tests/fuzz/regressions/*.plan")
DOCUMENTS = seeds("tests/golden/cli/files/*.json", "tests/fuzz/regressions/*.json")
WORDS = [b"mistaken(", b"both_know(", b"believes(", b"forall(x : character) (", b"sum(x : character) (", b"if(", b") else ", b"elseif(", b" == ", b" != ",
         b" & ", b" | ", b"!", b"(", b")", b"{", b"}", b";", b",", b":", b"True", b"?", b"-1", b"1e9", b"0.1", b"999999999999999999", b"\xef\xbb\xbf", b"\r",
         b"\x00", b"\xff", b"//", b"/*", b"...", b"assert ", b"sometime ", b"never ", b"within 3 ", b"at end ", b"happens ", b"then ", b"trigger t() { effect: ",
         b"request r { ends: ", b"divergence d { ", b"without ", b"limits: author 3;", b"belief 249", b"\"", b"\\", b"null", b"[", b"]", b"{\"a\":", b"-0", b"1e400"]


def mutate(random_, data, pool):
    data = bytearray(data)
    for _ in range(random_.choice((1, 1, 2, 3, 6, 12))):
        at = random_.randrange(len(data) + 1)
        end = min(len(data), at + random_.choice((1, 2, 5, 20, 80)))
        what = random_.randrange(8)
        if what == 0:
            del data[at:end]
        elif what == 1:
            data[at:at] = random_.choice(WORDS)
        elif what == 2:
            data[at:at] = data[at:end] * random_.choice((1, 2, 3, 10, 40))
        elif what == 3:
            other = random_.choice(pool)
            start = random_.randrange(len(other) + 1)
            data[at:at] = other[start:start + random_.choice((5, 30, 200))]
        elif what == 4 and data:
            data[at - 1] = random_.randrange(256)
        elif what == 5:
            data[at:end] = random_.choice(WORDS)
        elif what == 6:
            data[at:at] = random_.choice(WORDS) * random_.choice((2, 10, 50, 250))
        else:
            start = random_.randrange(len(data) + 1)
            data[at:at] = data[start:start + random_.choice((5, 30, 200))]
    return bytes(data[:60_000])


SHORT = ["--time", "2", "--author-limit", "3", "--character-limit", "2", "--belief-limit", "1"]


def calls(random_, folder):
    """A kind, a call, and what was mutated."""
    kind = random_.choice(KINDS)
    fresh = folder / "input"
    if kind == "world":
        data = mutate(random_, random_.choice(WORLDS), WORLDS)
        path = folder / random_.choice(("w.wt", "w.txt"))
        path.write_bytes(data)
        command = random_.choice((["check"], ["check"], ["plan", *SHORT], ["show", "--time", "2"], ["tell", "--time", "2"], ["whynot", *SHORT]))
        return kind, [command[0], str(path), *command[1:]], path
    if kind == "story":
        path = folder / "w.story"
        path.write_bytes(mutate(random_, random_.choice(STORIES), STORIES))
        command = random_.choice((["check"], ["check"], ["plan", *SHORT], ["show", "--as", "wt"], ["show", "--as", "sentences"], ["tell", "--time", "2"]))
        return kind, [command[0], str(path), *command[1:]], path
    if kind == "draft":
        fresh.write_bytes(mutate(random_, random_.choice(PLANS), PLANS))
        return kind, ["beta", str(HONEY), str(fresh), "--time", "2"], fresh
    if kind == "plan":
        fresh.write_bytes(mutate(random_, random_.choice(PLANS), PLANS))
        return kind, [random_.choice(("verify", "show")), str(HONEY), str(fresh), "--time", "2"], fresh
    if kind == "json":
        fresh.write_bytes(mutate(random_, random_.choice(DOCUMENTS or [b"{}"]), DOCUMENTS or [b"{}"]))
        return kind, [random_.choice(("verify", "show")), str(HONEY), str(fresh), "--time", "2"], fresh
    if kind == "request":
        base = [b"sometime at(Nina) == Market & never happens taste", b"happens walk then happens buy then happens taste",
                b"at end mistaken(Nina, content()) & believes(Nina, content()) == Honey", b"at most once happens walk | within 2 at(Nina) == Home",
                b"forall(x : character) (sometime at(x) == Market)"]
        text = mutate(random_, random_.choice(base), base).replace(b"\0", b"")[:4000]
        fresh.write_bytes(text)
        return kind, ["plan", str(ROOT / "worlds/market.wt"), "--where", text, *SHORT], fresh
    fresh.write_bytes(mutate(random_, b"syrup\nsale # the second\n", [b"syrup\nsale\n", b"# no\n"]))
    return kind, ["series", str(ROOT / "worlds/market.wt"), "--requests", str(fresh), "--time", "2", "-o", str(folder / "out")], fresh


KINDS = ["world", "story", "draft", "plan", "json", "request", "list"]


def limit():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main():
    global KINDS
    binary, seconds = sys.argv[1], float(sys.argv[2])
    random_ = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    if len(sys.argv) > 4:
        KINDS = sys.argv[4].split(",")
    found = Path("found")
    end = time.monotonic() + seconds
    count = broken = 0
    with tempfile.TemporaryDirectory() as folder:
        if not DOCUMENTS:
            done = subprocess.run([binary, "plan", HONEY, "--json"], capture_output=True, check=False)
            DOCUMENTS.append(done.stdout)
        while time.monotonic() < end:
            kind, call, data = calls(random_, Path(folder))
            begin = time.monotonic()
            child = subprocess.Popen([binary, *call], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=limit)
            usage = None
            while usage is None and time.monotonic() - begin < 4 * LIMIT_SECONDS:
                pid, status, use = os.wait4(child.pid, os.WNOHANG)
                if pid:
                    usage = use
                    child.returncode = os.waitstatus_to_exitcode(status)
                else:
                    time.sleep(0.002)
            if usage is None:
                child.kill()
                _, _, usage = os.wait4(child.pid, 0)
                child.returncode = -99
            count += 1
            processor = usage.ru_utime + usage.ru_stime
            if child.returncode not in OWN_CODES or processor > LIMIT_SECONDS or usage.ru_maxrss * 1024 > LIMIT_BYTES:
                broken += 1
                found.mkdir(exist_ok=True)
                name = f"{kind}-{call[0]}-{child.returncode}-{count}{data.suffix}"
                (found / name).write_bytes(data.read_bytes())
                print(f"{name}: exit {child.returncode}, {processor:.1f} s, {usage.ru_maxrss >> 10} MiB", flush=True)
    print(f"mutate: {count} calls, {broken} broke")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
