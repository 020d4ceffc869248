"""The notebook runs, docs/python.md is true, and importing loads little."""
import contextlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from common import SOURCE

NOTEBOOKS = sorted((SOURCE / "examples/python").glob("*.ipynb"))


class Notebooks(unittest.TestCase):
    """Kept without outputs, and run from the first cell to the last."""

    def setUp(self):
        # Debian's kernel is the system's Python; this one is that of the environment with the package.
        self.folder = tempfile.TemporaryDirectory()
        kernel = Path(self.folder.name, "kernels/here/kernel.json")
        kernel.parent.mkdir(parents=True)
        kernel.write_text(json.dumps({"argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
                                      "display_name": "here", "language": "python"}), encoding="utf-8")
        os.environ["JUPYTER_PATH"] = self.folder.name
        self.addCleanup(self.folder.cleanup)

    def test_all(self):
        self.assertTrue(NOTEBOOKS)
        for path in NOTEBOOKS:
            notebook = nbformat.read(path, as_version=4)
            nbformat.validate(notebook)
            code = [cell for cell in notebook.cells if cell.cell_type == "code"]
            self.assertFalse([cell for cell in code if cell.outputs or cell.execution_count], "outputs are to be stripped")
            NotebookClient(notebook, timeout=120, kernel_name="here", resources={"metadata": {"path": path.parent}}).execute()
            shown = [output.data for cell in code for output in cell.outputs if output.output_type == "execute_result"]
            html = "".join(data.get("text/html", "") for data in shown)
            for wanted in ("<code>report_fire(Lena, Moss, Archive)</code>", "<iframe sandbox", "<p>"):
                self.assertIn(wanted, html)
            printed = "".join(output.text for cell in code for output in cell.outputs if output.output_type == "stream")
            for wanted in ("burning(Archive) is False, believed: True; decisive: True", "true_alarm: ", "Outcome.PROVED",
                           "Moss believes that the archive burns: True", "Moss: walk(Moss, Hall, Archive), then put_out"):
                self.assertIn(wanted, printed)


class Guide(unittest.TestCase):
    """The samples of docs/python.md run one after the other, and print what the block behind each says."""

    def test_samples(self):
        text = (SOURCE / "docs/python.md").read_text(encoding="utf-8")
        samples = re.findall(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", text, re.M | re.S)
        self.assertGreater(len(samples), 8)
        self.assertEqual(len(samples), text.count("```python"))
        names = {"__name__": "guide"}
        here = os.getcwd()
        os.chdir(SOURCE)
        try:
            for code, wanted in samples:
                printed = io.StringIO()
                with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
                    exec(compile(code, "docs/python.md", "exec"), names)  # pylint: disable=exec-used
                with self.subTest(code=code):
                    self.assertEqual(printed.getvalue(), wanted)
        finally:
            os.chdir(here)


class Start(unittest.TestCase):
    """What `import wrongtree` loads."""

    def test_import_is_small(self):
        code = "import sys, wrongtree; print([name for name in ('tqdm', 'numpy', 'IPython', 'asyncio') if name in sys.modules])"
        done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout, "[]\n")
