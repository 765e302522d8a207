"""A real weir-tokenizer, called from Python.   WEIR_TEST_MODEL=FILE.gguf python3 -m unittest test_tokenizer"""

import os
import struct
import unittest

from weir_messages import tokenizer
from weir_process import BackEnd, executable
from weir_rpc import RPCError

SERVICE = "weir.v1.Tokenizer"
MODEL = os.environ.get("WEIR_TEST_MODEL")


@unittest.skipUnless(executable("weir-tokenizer"), "weir-tokenizer is not built")
@unittest.skipUnless(MODEL, "WEIR_TEST_MODEL names no model file")
class TokenizerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.backend = BackEnd("tokenizer", SERVICE, [MODEL])
        cls.model = cls.call("Models", tokenizer.ModelsRequest(), tokenizer.ModelsReply).models[0]

    @classmethod
    def tearDownClass(cls):
        assert cls.backend.stop() == 0, "weir-tokenizer did not stop cleanly"

    @classmethod
    def call(cls, method, request, reply_type):
        return cls.backend.gateway.call(SERVICE, method, request, reply_type)

    def refused(self, status, method, request, reply_type):
        with self.assertRaises(RPCError) as caught:
            self.call(method, request, reply_type)
        self.assertEqual(caught.exception.status, status, caught.exception.reason)

    def test_decoding_restores_the_text(self):
        for text in ["Once upon a time there was a little dog.", "", "é 张伟 🩺", "a\0b"]:
            encode = tokenizer.EncodeRequest(model=self.model, text=text.encode())
            ids = self.call("Encode", encode, tokenizer.EncodeReply).ids
            self.assertEqual(len(ids) % 4, 0)
            decode = tokenizer.DecodeRequest(model=self.model, ids=ids, skip_special=True)
            self.assertEqual(self.call("Decode", decode, tokenizer.DecodeReply).text.decode().strip(), text.strip())

    def test_refusals(self):
        reply = tokenizer.EncodeReply
        self.refused("NOT_FOUND", "Encode", tokenizer.EncodeRequest(model=b"no-such-model", text=b"a"), reply)
        self.refused("INVALID_ARGUMENT", "Encode", tokenizer.EncodeRequest(model=self.model, text=b"\xff"), reply)
        self.refused("INVALID_ARGUMENT", "Encode", b"\xff\xff\xff", reply)
        self.refused("UNIMPLEMENTED", "NoSuchMethod", tokenizer.ModelsRequest(), reply)
        unknown_id = tokenizer.DecodeRequest(model=self.model, ids=struct.pack("<i", 2**31 - 1))
        self.refused("INVALID_ARGUMENT", "Decode", unknown_id, tokenizer.DecodeReply)


if __name__ == "__main__":
    unittest.main()
