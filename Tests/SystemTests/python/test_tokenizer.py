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

    def ids(self, text):
        request = tokenizer.EncodeRequest(model=self.model, text=text.encode())
        return self.call("Encode", request, tokenizer.EncodeReply).ids

    def test_batches_are_the_texts_one_by_one(self):
        texts = ["One day the fox slept.", "", "é 中文", "x" * 500]
        request = tokenizer.TextsRequest(model=self.model, texts=[text.encode() for text in texts])
        batch = self.call("EncodeBatch", request, tokenizer.EncodeBatchReply)
        self.assertEqual([reply.ids for reply in batch.texts], [self.ids(text) for text in texts])
        counts = self.call("Count", request, tokenizer.CountReply)
        self.assertEqual(list(counts.tokens), [len(reply.ids) // 4 for reply in batch.texts])

    def test_truncating_ends_with_a_sentence(self):
        text = "The boy ran home. His mother was glad. They ate soup and then they slept."
        budget = len(self.ids("The boy ran home. His mother was glad. They")) // 4
        request = tokenizer.TruncateRequest(model=self.model, text=text.encode(), tokens_max=budget)
        segment = self.call("Truncate", request, tokenizer.TextSegment)
        self.assertEqual(segment.text.decode().strip(), "The boy ran home. His mother was glad.")
        self.assertEqual(segment.start, 0)
        self.assertLessEqual(segment.tokens, budget)
        self.assertEqual(segment.tokens, len(self.ids(segment.text.decode())) // 4)

    def test_splitting_covers_the_text_and_overlaps(self):
        text = " ".join(f"Sentence number {n} is here." for n in range(40)) + " 最后一句在这里。"
        request = tokenizer.SplitRequest(
            model=self.model, text=text.encode(), tokens_max=60, overlap_tokens_max=25)
        segments = self.call("Split", request, tokenizer.SplitReply).segments
        self.assertGreater(len(segments), 3)
        end = 0
        for segment in segments:
            self.assertLessEqual(segment.tokens, 60)
            self.assertLessEqual(segment.start, end)
            self.assertEqual(text.encode()[segment.start : segment.start + len(segment.text)], segment.text)
            end = segment.start + len(segment.text)
        self.assertEqual(end, len(text.encode()))
        self.assertTrue(any(a.start + len(a.text) > b.start for a, b in zip(segments, segments[1:])))
        greedy = tokenizer.SplitRequest(model=self.model, text=b"a", tokens_max=5, overlap_tokens_max=5)
        self.refused("INVALID_ARGUMENT", "Split", greedy, tokenizer.SplitReply)

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
