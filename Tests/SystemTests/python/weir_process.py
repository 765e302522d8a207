"""A real back end process that dials a stand-in gateway, in a state folder of its own."""

import os
import pathlib
import shutil
import subprocess
import tempfile

import zmq

from weir_rpc import StandInGateway

ROOT = pathlib.Path(__file__).resolve().parents[3]
BIN = pathlib.Path(os.environ.get("WEIR_BIN", ROOT / ".build/release"))


def executable(name):
    """The path of an executable; None where it is not built."""
    path = BIN / name
    return path if os.access(path, os.X_OK) else None


class BackEnd:
    """Starts `weir-ROLE` and waits until it has registered `service`."""

    def __init__(self, role, service, models=()):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="weir-"))
        keys = self.home / "keys"
        keys.mkdir(mode=0o700)
        public, secret = zmq.curve_keypair()
        (keys / "gateway.pub").write_bytes(public + b"\n")
        for model in models:
            (self.home / "models").mkdir(exist_ok=True)
            (self.home / "models" / pathlib.Path(model).name).symlink_to(pathlib.Path(model).resolve())
        self.gateway = StandInGateway(secret_key=secret, is_allowed=self._is_allowed)
        environment = os.environ | {"WEIR_HOME": str(self.home), "WEIR_BACKEND_GATEWAYS": self.gateway.address}
        self.log = open(self.home / "output", "wb")
        self.process = subprocess.Popen([BIN / f"weir-{role}"], env=environment, stdout=self.log, stderr=self.log)
        try:
            self.registration = self.gateway.wait_for(service)
        except Exception:
            output = self.output()
            self.stop()
            raise AssertionError(f"weir-{role} did not register; it wrote:\n{output}") from None

    def output(self):
        return (self.home / "output").read_text(errors="replace")

    def stop(self):
        """The exit status after SIGTERM."""
        self.process.terminate()
        try:
            status = self.process.wait(timeout=30)
        finally:
            self.process.kill()
            self.gateway.close()
            self.log.close()
            shutil.rmtree(self.home, ignore_errors=True)
        return status

    def _is_allowed(self, key):
        # The process makes its key pair at its first start and publishes the public half here.
        return any(path.read_bytes().strip() == key for path in (self.home / "keys/backends").glob("*.pub"))
