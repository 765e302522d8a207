"""The message classes, made from the .proto files with protoc when first imported."""

import importlib
import pathlib
import subprocess
import sys
import tempfile

PROTO = pathlib.Path(__file__).resolve().parents[3] / "Shared/Contracts/proto"


def _load():
    with tempfile.TemporaryDirectory() as out:
        files = sorted(str(path) for path in PROTO.glob("weir/v1/*.proto"))
        subprocess.run(["protoc", f"--proto_path={PROTO}", f"--python_out={out}", *files], check=True)
        sys.path.insert(0, out)
        try:
            return [importlib.import_module(f"weir.v1.{pathlib.Path(file).stem}_pb2") for file in files]
        finally:
            sys.path.remove(out)


gateway, knowledge, rpc, tokenizer, worker = _load()
