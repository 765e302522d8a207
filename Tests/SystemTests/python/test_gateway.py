"""A running installation, called from Python as an enterprise back end would.

WEIR_HOME=FOLDER WEIR_TEST_GATEWAY=tcp://HOST:PORT WEIR_TEST_MODEL_NAME=NAME python3 -m unittest test_gateway
"""

import os
import pathlib
import unittest

import zmq

from weir_messages import gateway
from weir_rpc import GatewayClient, RPCError

SERVICE = "weir.v1.Gateway"
ADDRESS = os.environ.get("WEIR_TEST_GATEWAY")
QUESTION = "My patient Mr. John Smith, SSN 536-90-4399, phone (415) 555-0132, has high blood pressure. What helps?"


def key(name):
    return (pathlib.Path(os.environ["WEIR_HOME"]) / "keys" / name).read_bytes().strip()


@unittest.skipUnless(ADDRESS and "WEIR_HOME" in os.environ, "WEIR_TEST_GATEWAY or WEIR_HOME names no gateway")
class GatewayTest(unittest.TestCase):
    def setUp(self):
        self.client = GatewayClient(ADDRESS, server_key=key("gateway.pub"), secret_key=key("client.curve"))
        self.metadata = {"authorization": "Bearer " + key("local-api-key").decode()}
        self.addCleanup(self.client.close)

    def chat(self, text, metadata=None, max_tokens=24, **fields):
        request = gateway.ChatRequest(
            model=os.environ.get("WEIR_TEST_MODEL_NAME", "default").encode(),
            messages=[gateway.ChatMessage(role=b"user", content=text.encode())],
            max_tokens=max_tokens,
            **fields,
        )
        metadata = self.metadata if metadata is None else metadata
        return self.client.stream(SERVICE, "Chat", request, gateway.ChatEvent, metadata=metadata)

    def test_an_answer_streams_and_ends_recorded(self):
        events = list(self.chat(QUESTION))
        finish = events[-1].finish
        self.assertEqual(events[-1].WhichOneof("event"), "finish")
        self.assertTrue("".join(e.delta.text.decode() for e in events if e.WhichOneof("event") == "delta").strip())
        self.assertGreater(finish.audit_outcome, finish.audit_intent)
        self.assertGreater(finish.completion_tokens, 0)

    def text(self, events):
        return "".join(e.delta.text.decode() for e in events if e.WhichOneof("event") == "delta")

    def test_an_answer_ends_before_a_stop_string(self):
        whole = self.text(self.chat(QUESTION))
        word = whole.split()[2]
        stopped = self.text(self.chat(QUESTION, stop=[word.encode()]))
        self.assertEqual(stopped, whole[: whole.index(word)])

    def test_sampling_is_as_asked_for(self):
        fields = dict(temperature=1.5, top_k=50, min_p=0.01, frequency_penalty=0.5, presence_penalty=0.5)
        drawn = [self.text(self.chat(QUESTION, seed=seed, **fields)) for seed in (7, 7, 8)]
        self.assertEqual(drawn[0], drawn[1])
        self.assertNotEqual(drawn[0], drawn[2])
        for wrong in [dict(min_p=2), dict(frequency_penalty=-3), dict(stop=[b""]), dict(temperature=3)]:
            with self.assertRaises(RPCError) as caught:
                list(self.chat(QUESTION, **wrong))
            self.assertEqual(caught.exception.status, "INVALID_ARGUMENT")
            self.assertIn(next(iter(wrong)), caught.exception.reason)

    def test_identifiers_are_found(self):
        request = gateway.DeidentifyRequest(text=QUESTION.encode())
        reply = self.client.call(SERVICE, "Deidentify", request, gateway.DeidentifyReply, metadata=self.metadata)
        for secret in ["John", "Smith", "536-90-4399", "555-0132"]:
            self.assertNotIn(secret, reply.text.decode())
        self.assertIn(b"NAME", [span.kind for span in reply.spans])

    def test_a_cancelled_call_leaves_room_for_the_next(self):
        for _ in range(8):
            events = self.chat(QUESTION, max_tokens=512)
            next(events)
            events.close()
        self.assertEqual(list(self.chat(QUESTION))[-1].WhichOneof("event"), "finish")

    def test_callers_without_an_api_key_are_refused(self):
        for metadata in [{}, {"authorization": "Bearer weir_0_0"}]:
            with self.assertRaises(RPCError) as caught:
                list(self.chat(QUESTION, metadata=metadata))
            self.assertEqual(caught.exception.status, "UNAUTHENTICATED")
            self.assertNotIn("Smith", caught.exception.reason)

    def test_a_key_that_is_not_on_the_list_gets_no_connection(self):
        stranger = GatewayClient(ADDRESS, server_key=key("gateway.pub"), secret_key=zmq.curve_keypair()[1])
        self.addCleanup(stranger.close)
        with self.assertRaises(RPCError) as caught:
            stranger.call(SERVICE, "Deidentify", gateway.DeidentifyRequest(), gateway.DeidentifyReply, timeout=1)
        self.assertIn(caught.exception.status, ["DEADLINE_EXCEEDED", "UNAVAILABLE"])

    def test_a_back_ends_key_may_not_call(self):
        impostor = GatewayClient(ADDRESS, server_key=key("gateway.pub"), secret_key=key("tokenizer.curve"))
        self.addCleanup(impostor.close)
        with self.assertRaises(RPCError) as caught:
            impostor.call(SERVICE, "Deidentify", gateway.DeidentifyRequest(), gateway.DeidentifyReply)
        self.assertEqual(caught.exception.status, "PERMISSION_DENIED")


if __name__ == "__main__":
    unittest.main()
