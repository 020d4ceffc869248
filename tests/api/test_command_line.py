#!/usr/bin/env python3
"""The executable from outside: limits, Ctrl-C, closed pipes, terminals, bad files. Standard library only."""

import os
import pty
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BINARY = os.environ["WT_BINARY"]
FILES = Path(os.environ["WT_SOURCE_DIR"]) / "tests/golden/cli/files"
TIMEOUT_SECONDS = 120
FAILURES = []

# The goal is out of reach, but it takes all 2^40 states to see that.
HARD = """
type lamp;
entity Ann : character;
""" + "".join(f"entity L{i} : lamp;\n" for i in range(40)) + """
property glows(l : lamp) : boolean;
property sealed() : boolean;
property open() : boolean;
action light(Ann, l : lamp) {
    precondition: !glows(l);
    effect: glows(l);
};
action quench(Ann, l : lamp) {
    precondition: glows(l);
    effect: !glows(l);
};
action seal(Ann) {
    precondition: glows(L7) & !sealed();
    effect: sealed() & !open();
};
action unseal(Ann) {
    precondition: glows(L8) & sealed();
    effect: !sealed() & open();
};
utility(): if(sealed() & open()) 1 else 0;
limits: author 1000, character 5, belief 1;
"""


# A story is found at once, but it takes most of 2^40 states to see that there is no shorter one.
SLOW_PROOF = """
type lamp;
""" + "".join(f"entity L{i} : lamp;\n" for i in range(40)) + """
property glows(l : lamp) : boolean;
property feast() : boolean;
action light(l : lamp) {
    precondition: !glows(l);
    effect: glows(l);
};
action dine() {
    precondition: """ + " & ".join(f"glows(L{i})" for i in range(8)) + """;
    effect: feast();
};
utility(): feast();
limits: author 40;
"""


def expect(condition, what):
    if not condition:
        FAILURES.append(what)


def run(*arguments, **options):
    options.setdefault("cwd", FILES)
    return subprocess.run([BINARY, *map(str, arguments)], capture_output=True, timeout=TIMEOUT_SECONDS, check=False,
                          **options)


def test_time(hard):
    start = time.monotonic()
    done = run("plan", hard, "--time", "0.5", "--json")
    took = time.monotonic() - start
    expect(done.returncode == 3, f"time: exit code {done.returncode}, {done.stderr!r:.300}")
    expect(b'"stopped_by": "time"' in done.stdout, f"time: {done.stdout!r:.200}")
    expect(b"time ran out (--time)" in done.stderr, f"time: {done.stderr!r:.300}")
    expect(took < 10, f"time: half a second took {took:.1f} s")


def test_memory(hard):
    mebibytes = 200
    child = subprocess.Popen([BINARY, "plan", hard, "--memory", str(mebibytes)], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, cwd=FILES)
    errors = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    expect(child.returncode == 3, f"memory: exit code {child.returncode}, {errors!r:.300}")
    expect(b"memory ran out (--memory)" in errors, f"memory: {errors!r:.300}")
    if "SANITIZE" not in os.environ:
        peak = usage.ru_maxrss / 1024
        expect(peak < mebibytes * 1.05, f"memory: the peak was {peak:.0f} MiB of {mebibytes}")
    child.stdout.close()
    child.stderr.close()


def test_states(hard):
    done = run("plan", hard, "--states", "5000")
    expect(done.returncode == 3 and b"(--states)" in done.stderr, f"states: {done.returncode} {done.stderr!r:.300}")
    again = run("plan", hard, "--states", "5000")
    expect(done.stderr == again.stderr and done.stdout == again.stdout, "states: not the same twice")


def interrupt(arguments, times, wait=True):
    child = subprocess.Popen([BINARY, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=FILES)
    if wait:
        child.stderr.readline()  # the limits are printed before the search
    time.sleep(0.3)
    for _ in range(times):
        child.send_signal(signal.SIGINT)
        time.sleep(0.02)
    output, errors = child.communicate(timeout=TIMEOUT_SECONDS)
    return child.returncode, output, errors


def test_interrupt(hard):
    code, output, errors = interrupt(["plan", hard, "--json"], 1)
    expect(code == 130, f"Ctrl-C: exit code {code}, {errors!r:.300}")
    expect(b'"stopped_by": "interrupt"' in output, f"Ctrl-C: {output!r:.200}")
    code, _, errors = interrupt(["plan", hard, "--best"], 1)
    expect(code == 130 and b"interrupted" in errors, f"Ctrl-C with --best: {code} {errors!r:.300}")
    code, _, _ = interrupt(["plan", hard], 20)
    expect(code in (130, -signal.SIGINT), f"many Ctrl-C: exit code {code}")


def test_anytime(folder):
    world = folder / "slow_proof.wt"
    world.write_text(SLOW_PROOF)
    for json in (False, True):
        child = subprocess.Popen([BINARY, "plan", world, "--anytime"] + ["--json"] * json, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, cwd=FILES)
        lines = [child.stdout.readline() for _ in range(1 if json else 9)]
        expect(child.poll() is None, "anytime: the story is told before the search ends")
        child.send_signal(signal.SIGINT)
        output, errors = child.communicate(timeout=TIMEOUT_SECONDS)
        expect(child.returncode == 130, f"anytime: exit code {child.returncode}, {errors!r:.300}")
        expect(b"story 1: 9 actions" in errors and b"not proved shortest" in errors, f"anytime: {errors!r:.500}")
        if json:
            expect(b'"final":false' in lines[0] and b'"final":true' in output, f"anytime: {lines} {output!r:.300}")
            expect(b'"stopped_by":"interrupt"' in output, f"anytime: {output!r:.300}")
        else:
            expect(output == b"", f"anytime: {output!r:.300}")
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([BINARY, "plan", world, "--anytime"], stdout=writer, stderr=subprocess.PIPE, check=False,
                          timeout=TIMEOUT_SECONDS)
    os.close(writer)
    expect(done.returncode == 0, f"anytime, and nobody reads: {done.returncode} {done.stderr!r:.300}")


def test_output_files():
    """`-o` replaces a file as a whole, goes through a link, and writes to what is no file."""
    with tempfile.TemporaryDirectory() as folder:
        story, link, pipe = Path(folder) / "story.ink", Path(folder) / "link", Path(folder) / "pipe"
        story.write_text("old")
        link.symlink_to(story)
        export = [BINARY, "export", str(FILES / "honey.wt"), "--as", "ink", "-o"]
        subprocess.run([*export, str(link)], check=True, capture_output=True, timeout=TIMEOUT_SECONDS)
        expect(link.is_symlink() and story.read_text().startswith("# title"), "a link is written through")
        os.mkfifo(pipe)
        with subprocess.Popen([*export, str(pipe)], stderr=subprocess.DEVNULL) as writer:
            text = pipe.read_text()
            writer.wait(TIMEOUT_SECONDS)
        expect(text == story.read_text() and pipe.is_fifo(), "a pipe is written to")
        for device in ("/dev/null", "/dev/full"):
            done = subprocess.run([*export, device], check=False, capture_output=True, timeout=TIMEOUT_SECONDS)
            expect(Path(device).is_char_device(), f"{device} is still a device")
            expect(done.returncode == (70 if device == "/dev/full" else 0), f"{device}: {done.returncode}")
        expect(sorted(os.listdir(folder)) == ["link", "pipe", "story.ink"], f"nothing is left: {os.listdir(folder)}")


def test_streams():
    with open("/dev/full", "wb") as full:
        done = subprocess.run([BINARY, "plan", "honey.wt"], cwd=FILES, stdout=full, stderr=subprocess.PIPE, check=False,
                              timeout=TIMEOUT_SECONDS)
    expect(done.returncode == 70 and b"cannot write" in done.stderr, f"full disk: {done.returncode} {done.stderr!r:.200}")
    for command in (["plan", "honey.wt", "--why"], ["show", "honey.wt"], ["check", "mistakes.wt"], ["--help"]):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run([BINARY, *command], cwd=FILES, stdout=writer, stderr=subprocess.PIPE, check=False,
                              timeout=TIMEOUT_SECONDS)
        os.close(writer)
        wanted = 2 if command[0] == "check" else 0
        expect(done.returncode == wanted, f"closed pipe, {command}: {done.returncode} {done.stderr!r:.200}")
    for close in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        done = subprocess.run(["sh", "-c", f'"$0" plan honey.wt {close}', BINARY], cwd=FILES, capture_output=True,
                              check=False, timeout=TIMEOUT_SECONDS)
        wanted = 70 if ">&- " in close + " " and "2>&-" != close else 0
        expect(done.returncode == wanted, f"closed streams {close}: {done.returncode} {done.stderr!r:.200}")
    done = run("check", "-", stdin=subprocess.DEVNULL)
    expect(done.returncode == 0, f"empty standard input: {done.returncode} {done.stdout!r:.200}")


def test_files(folder):
    large = folder / "large.wt"
    with open(large, "wb") as file:
        file.truncate((64 << 20) + 1)
    for name in (folder, large, folder / "nothere.wt", "/dev/zero"):
        for command in (["check", name], ["plan", name], ["show", name], ["verify", "honey.wt", name]):
            done = run(*command)
            expect(done.returncode == 2 and b"cannot read" in done.stderr,
                   f"{command}: {done.returncode} {done.stderr!r:.200}")
    deep = folder / "deep.json"
    for text, what in (("[" * 5_000_000, "nested"), ('{"steps":' * 100_000, "nested"), ('{"steps":"' + "x" * 1_000_000, "sound")):
        deep.write_text(text)
        done = run("verify", "honey.wt", deep)
        expect(done.returncode == 2 and what.encode() in done.stderr, f"{text[:9]}...: {done.returncode} {done.stderr!r:.200}")
    odd = folder / "odd\x1b[31m\xff.wt".encode("latin-1").decode("utf-8", "surrogateescape")
    done = run("check", "--json", odd)
    expect(done.returncode == 2 and b"\x1b" not in done.stdout + done.stderr, f"odd name: {done!r:.300}")


def on_terminal(*arguments):
    """Exit code and everything that is printed when all streams are a terminal."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(FILES)
        os.environ.pop("NO_COLOR", None)
        os.environ["TERM"] = "xterm"
        os.execv(BINARY, [BINARY, *map(str, arguments)])
    output = b""
    while True:
        try:
            piece = os.read(terminal, 1 << 16)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        output += piece
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), output


def has_terminals():
    """Some places, such as containers without /dev/pts, have none."""
    try:
        for end in pty.openpty():
            os.close(end)
        return True
    except OSError as error:
        print(f"test_command_line: skipped: no terminal can be opened here ({error}), so what is shown on one is not tested")
        return False


def test_terminal(hard, folder):
    if not has_terminals():
        return
    code, output = on_terminal("check", "mistakes.wt")
    expect(code == 2 and b"\x1b[1;31m" in output, "no colour on a terminal")
    code, output = on_terminal("check", "mistakes.wt", "--color", "never")
    expect(code == 2 and b"\x1b" not in output, f"escapes in spite of --color never: {output!r:.300}")
    code, output = on_terminal("plan", hard, "--time", "1.2")
    expect(code == 3 and b"planning ... " in output, f"no progress line: {output!r:.300}")
    code, output = on_terminal("plan", "honey.wt")
    expect(code == 0 and b" ... " not in output, f"a progress line for a short run: {output!r:.300}")
    hostile = folder / "hostile.wt"
    hostile.write_bytes(b"entity A\x1b]0;x\x07 : character; property n() : number; action go(A\x1b]0;x\x07) { precondition: n() == 0;"
                        b" effect: n() = 1; }; utility(): n();")
    for command in (["plan", hostile], ["show", hostile], ["check", hostile]):
        _, output = on_terminal(*command, "--color", "never")
        expect(b"\x1b" not in output and b"\x07" not in output, f"{command}: {output!r:.300}")


def test_same_bytes():
    for command in (["plan", "honey.wt", "--json", "--stats"], ["show", "honey.wt", "story.txt", "--depth", "3"]):
        first = run(*command)
        second = run(*command, env={"PATH": "/usr/bin", "LC_ALL": "de_DE.UTF-8", "LANG": "tr_TR.UTF-8"})
        expect((first.stdout, first.stderr) == (second.stdout, second.stderr), f"{command}: not the same twice")


def test_jobs():
    worlds = sorted(str(path) for path in (Path(os.environ["WT_SOURCE_DIR"]) / "worlds").glob("*.wt"))
    calls = [["plan", *worlds, "honey.wt", "mistakes.wt", "endless.wt", "nothere.wt", "hopeless.wt", "--why", "--states", "20000"],
             ["plan", *worlds, "--goal", "1", "--goal", "2", "--json", "--stats", "--states", "20000"],
             ["check", *worlds, "mistakes.wt", "long_line.wt", "nothere.wt"], ["check", *worlds, "mistakes.wt", "--json"],
             ["verify", "honey.wt", "story.txt", "detour.txt", "empty.txt", "misspelt.txt"],
             # One question: the proofs for different characters.
             *(["plan", world, "--json", "--states", "20000"] for world in worlds),
             *(["verify", "honey.wt", plan] for plan in ("story.txt", "detour.txt", "empty.txt")),
             *(["verify", "honey.wt", "story.txt", "--states", str(states)] for states in (1, 10, 20, 30, 40, 60))]
    for call in calls:
        one = run(*call, "--jobs", "1")
        expect(one.stdout and one.stderr, f"jobs: {call} says nothing: {one.stderr!r:.300}")
        for _ in range(2):
            four = run(*call, "--jobs", "4")
            expect((one.returncode, one.stdout, one.stderr) == (four.returncode, four.stdout, four.stderr),
                   f"jobs: {call} is not the same with four: {one.stderr!r:.600} {four.stderr!r:.600}")


def test_interrupted_jobs(hard):
    code, output, errors = interrupt(["plan", hard, hard, hard, "--jobs", "2"], 1, wait=False)
    expect(code == 130 and errors.count(b"undecided: interrupted") == 3, f"jobs, Ctrl-C: {code} {errors!r:.500}")


def main():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hard = folder / "hard.wt"
        hard.write_text(HARD)
        test_time(hard)
        test_memory(hard)
        test_states(hard)
        test_interrupt(hard)
        test_anytime(folder)
        test_streams()
        test_output_files()
        test_files(folder)
        test_terminal(hard, folder)
        test_same_bytes()
        test_jobs()
        test_interrupted_jobs(hard)
    for failure in FAILURES:
        print(failure)
    print(f"test_command_line: {len(FAILURES)} failed")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
