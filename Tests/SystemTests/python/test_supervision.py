"""`weir up`, `status` and `down` over stand-ins for the four services.   python3 -m unittest test_supervision"""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from weir_process import executable

STAND_IN = """#!/bin/bash
trap 'rm -f "$WEIR_HOME/run/$WEIR_INSTANCE.ready"; echo bye; exit 0' TERM
echo "hello from $WEIR_INSTANCE"
echo $$ > "$WEIR_HOME/run/$WEIR_INSTANCE.ready"
while true; do sleep 0.05; done
"""
SERVICES = ["weir-gateway", "weir-tokenizer", "weir-knowledge", "weir-worker"]


@unittest.skipUnless(executable("weir"), "weir is not built")
class SupervisionTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="weir-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.home = self.folder / "home"
        shutil.copy(executable("weir"), self.folder / "weir")
        for name in SERVICES:
            (self.folder / name).write_text(STAND_IN)
            (self.folder / name).chmod(0o700)
        self.assertEqual(self.weir("up", "--detach").returncode, 0)
        self.addCleanup(self.weir, "down")

    def weir(self, *arguments):
        environment = os.environ | {"WEIR_HOME": str(self.home)}
        command = [self.folder / "weir", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)

    def pid(self, name):
        return int((self.home / f"run/{name}.pid").read_text())

    def eventually(self, condition, what):
        deadline = time.monotonic() + 20
        while not condition():
            self.assertLess(time.monotonic(), deadline, what)
            time.sleep(0.05)

    def test_a_crashed_service_is_started_again(self):
        first = self.pid("weir-worker")
        os.kill(first, signal.SIGKILL)
        self.eventually(lambda: self.weir("status").returncode == 0 and self.pid("weir-worker") != first, "no restart")
        row = next(line for line in self.weir("status").stdout.splitlines() if line.startswith("weir-worker"))
        self.assertEqual(row.split()[-3:], ["1", "yes", "137"])

    def test_children_do_not_outlive_a_killed_supervisor(self):
        children = [self.pid(name) for name in SERVICES]
        os.kill(children[0], signal.SIGSTOP)
        os.kill(self.pid("weir-up"), signal.SIGKILL)
        self.eventually(lambda: not any(is_alive(pid) for pid in children), "a child lives on")
        self.assertEqual(self.weir("status").returncode, 3)
        self.assertEqual(self.weir("up", "--detach").returncode, 0)

    def test_down_stops_all_cleanly(self):
        children = [self.pid(name) for name in SERVICES]
        self.assertEqual(self.weir("down").returncode, 0)
        self.assertFalse(any(is_alive(pid) for pid in children))
        self.assertEqual(self.weir("status").returncode, 3)
        for name in SERVICES:
            log = (self.home / f"log/{name}.log").read_text().splitlines()
            self.assertEqual([log[0], log[-1]], [f"hello from {name}", "bye"])

    def test_there_is_one_supervisor(self):
        self.assertNotEqual(self.weir("up").returncode, 0)
        again = self.weir("up", "--detach")
        self.assertEqual(again.returncode, 0)
        self.assertIn("already running", again.stdout)

    def test_the_keys_folder_is_private(self):
        for path in (self.home / "keys").rglob("*"):
            self.assertEqual(path.stat().st_mode & 0o077, 0, path.name)


def is_alive(pid):
    """Whether there is a process that is not only waiting to be buried."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    unittest.main()
