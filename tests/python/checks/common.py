"""What the checks share."""
import os
import re
import subprocess
from pathlib import Path

SOURCE = Path(os.environ["WT_SOURCE_DIR"])
BINARY = os.environ["WT_BINARY"]
WORLDS = sorted((SOURCE / "worlds").glob("*.wt"))
MARKET = SOURCE / "worlds/market.wt"
LETTERS = SOURCE / "worlds/letters.wt"
CAMP = SOURCE / "worlds/camp.wt"
# So many states end a question on a shipped world, on every machine at the same place.
STATES = 300_000


def command(*words):
    """What the command line writes, as bytes, and its exit code."""
    done = subprocess.run([BINARY, *map(str, words)], capture_output=True, timeout=250, check=False)
    return done.stdout, done.returncode


def first_request(path):
    found = re.search(r"^\s*request (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return found.group(1)
