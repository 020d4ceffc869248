"""What the scripts of this folder share: running the planner once, summing up, writing tables. No script by itself."""
import csv
import math
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import threading

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BINARY = os.path.join(ROOT, "build", "release", "wrongtree")
PAGE = os.path.join(ROOT, "docs", "performance.md")
VERDICTS = {0: "found", 1: "none", 2: "error", 3: "stopped", 70: "our mistake"}
BAD_CALL = 2
TEXTS = ("series", "verdict", "same_counts", "task", "remark")  # columns that are no numbers

# What `wrongtree plan --stats` writes to standard error. The last line came later than the others: an older program beside a
# new one has the times by the clock alone, to the millisecond.
PATTERNS = [
    r"ground world: (?P<ground_fluents>\d+) fluents, (?P<ground_actions>\d+) actions, (?P<ground_triggers>\d+) triggers",
    r"states (?P<states>\d+), transitions (?P<transitions>\d+), expanded (?P<expanded>\d+), generated (?P<generated>\d+)",
    r"explanations asked (?P<explanation_queries>\d+), searched (?P<explanation_searches>\d+); (?P<store_mib>[\d.]+) MiB in stores, "
    r"(?P<resident_mib>[\d.]+) MiB resident",
    r"^(?:wrongtree: )?(?:reading and )?grounding (?P<ground_clock_s>[\d.]+) s, search (?P<search_clock_s>[\d.]+) s",
    r"of the processor: grounding (?P<ground_cpu_s>[\d.]+) s, search (?P<search_cpu_s>[\d.]+) s",
]
COUNTS = ["ground_fluents", "ground_actions", "ground_triggers", "states", "transitions", "expanded", "generated",
          "explanation_queries", "explanation_searches", "memo_hits"]


def fail(message):
    """The call is wrong: one line, and exit code 2."""
    print(f"{os.path.basename(sys.argv[0])}: {message}", file=sys.stderr)
    sys.exit(BAD_CALL)


def check_binary(path):
    if os.path.isfile(path) and os.access(path, os.X_OK):
        return path
    fail(f"there is no program `{path}`; build it (`cmake --preset release && cmake --build --preset release`) or name one")


def check_repetitions(number):
    if number < 1:
        fail("--repetitions: one at least")


def plan_once(binary, world, arguments, seconds):
    """Runs `binary plan world` once. A dictionary: exit, stopped, length, times, peak memory, and what --stats says. `seconds`
    is passed on as the limit; a program that does not keep it is killed at the double, plus twenty seconds."""
    command = [binary, "plan", world, *arguments, "--stats", "--time", str(seconds)]
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as remarks:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=remarks)
        # Not by RLIMIT_CPU: under it Linux counts processor time in whole ticks.
        killer = threading.Timer(2 * seconds + 20, process.kill)
        killer.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            process.wait()
            raise
        finally:
            killer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        remarks.seek(0)
        plan = output.read().decode("utf-8", "replace").splitlines()
        text = remarks.read().decode("utf-8", "replace")
    row = {"exit": process.returncode, "verdict": VERDICTS.get(process.returncode, "killed"), "length": len(plan),
           "process_cpu_s": usage.ru_utime + usage.ru_stime, "remarks": text}
    for pattern in PATTERNS:
        if found := re.search(pattern, text, re.MULTILINE):
            row.update({name: float(value) if "." in value else int(value) for name, value in found.groupdict().items()})
    # What this script itself takes counts as the peak of whatever it starts; below that, the program's own word is better.
    row["peak_mib"] = usage.ru_maxrss / 1024
    if usage.ru_maxrss <= 1.05 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss:
        row["peak_mib"] = row.get("resident_mib", row["peak_mib"])
    for part in ("ground", "search"):
        row[f"{part}_s"] = row.get(f"{part}_cpu_s", row.get(f"{part}_clock_s"))
    # At least so many: one question that the memo cannot answer is searched once for every length of a reason.
    if "explanation_queries" in row:
        row["memo_hits"] = max(0, row["explanation_queries"] - row["explanation_searches"])
    return row


def median(values):
    known = [v for v in values if v is not None]
    return statistics.median(known) if known else None


def summary(runs):
    """Many runs of one thing as one row: medians and spread of times, the largest memory, counts (which must agree)."""
    first = runs[0]
    row = {"verdict": first["verdict"], "exit": first["exit"], "length": first["length"], "runs": len(runs)}
    for name in ("ground_s", "search_s", "process_cpu_s"):
        values = [run[name] for run in runs if run.get(name) is not None]
        row[name] = median(values)
        if name == "process_cpu_s":
            row["process_min_s"], row["process_max_s"] = min(values), max(values)
    row["peak_mib"] = max(run["peak_mib"] for run in runs)
    row["store_mib"] = median([run.get("store_mib") for run in runs])
    for name in COUNTS:
        row[name] = first.get(name)
    row["same_counts"] = first["verdict"] == "stopped" or all(run.get(n) == first.get(n) for run in runs for n in COUNTS)
    seconds, transitions, states = row["search_s"], row["transitions"], row["states"]
    row["ns_per_transition"] = 1e9 * seconds / transitions if seconds is not None and transitions else None
    row["bytes_per_state"] = row["store_mib"] * 2**20 / states if row["store_mib"] and states else None
    return row


def show(value, digits=3):
    """A figure for a table: `digits` that count, nothing for unknown."""
    if value is None or value == "":
        return ""
    if not isinstance(value, float):
        return str(value)
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{value:.{min(places, 6)}f}"


def text_table(heads, rows):
    cells = [heads] + [[show(value) for value in row] for row in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(heads))]
    return "\n".join("  ".join(cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths))).rstrip()
                     for row in cells)


def markdown_table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "| --- |" + " ---: |" * (len(heads) - 1)]
    lines += ["| " + " | ".join(show(value) for value in row) + " |" for row in rows]
    return "\n".join(lines)


def write_csv(path, rows):
    names = list(dict.fromkeys(name for row in rows for name in row))
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=names, lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: show(v, 6) for k, v in row.items()} for row in rows)


def read_csv(path):
    """What `write_csv` wrote, numbers as numbers again."""
    rows = []
    try:
        with open(path, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                for key, value in row.items():
                    if key not in TEXTS:
                        row[key] = None if value == "" else int(value) if value.lstrip("-").isdigit() else float(value)
                rows.append(row)
    except OSError as error:
        fail(f"cannot read `{path}`: {error.strerror}")
    return rows


def write_region(path, name, text):
    """Replaces what stands between `<!-- bench: name -->` and `<!-- /bench: name -->` in a page."""
    try:
        with open(path, encoding="utf-8") as file:
            page = file.read()
    except OSError as error:
        fail(f"cannot read `{path}`: {error.strerror}")
    begin, end = f"<!-- bench: {name} -->\n", f"<!-- /bench: {name} -->"
    if page.count(begin) != 1 or page.count(end) != 1 or page.index(begin) > page.index(end):
        fail(f"`{path}` has no region between `{begin.strip()}` and `{end}`")
    head, rest = page.split(begin)
    _, tail = rest.split(end)
    with open(path, "w", encoding="utf-8") as file:
        file.write(head + begin + "\n" + text.strip("\n") + "\n\n" + end + tail)


def fit(points):
    """Least squares of log y over log x: (exponent, R squared), or None for fewer than three points."""
    logs = [(math.log(x), math.log(y)) for x, y in points if x > 0 and y > 0]
    if len(logs) < 3:
        return None
    mean_x, mean_y = (statistics.fmean(axis) for axis in zip(*logs))
    over = sum((x - mean_x) * (y - mean_y) for x, y in logs)
    under = sum((x - mean_x) ** 2 for x, _ in logs)
    all_y = sum((y - mean_y) ** 2 for _, y in logs)
    return over / under, over * over / (under * all_y) if all_y > 1e-12 else 1.0
