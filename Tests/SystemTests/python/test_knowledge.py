"""A real weir-knowledge, called from Python.   python3 -m unittest test_knowledge"""

import unittest

from weir_messages import knowledge
from weir_process import BackEnd, executable
from weir_rpc import RPCError

SERVICE = "weir.v1.KnowledgeBase"
DOCUMENTS = [
    ("bp", "Blood pressure", "High blood pressure often has no symptoms. Less salt and more exercise lower it."),
    ("zh", "糖尿病", "糖尿病患者应控制饮食并定期监测血糖。"),
]


@unittest.skipUnless(executable("weir-knowledge"), "weir-knowledge is not built")
class KnowledgeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.backend = BackEnd("knowledge", SERVICE)
        documents = [knowledge.Document(id=i.encode(), title=t.encode(), text=x.encode()) for i, t, x in DOCUMENTS]
        request = knowledge.IngestRequest(documents=documents)
        cls.ingested = cls.backend.gateway.call(SERVICE, "Ingest", request, knowledge.IngestReply)

    @classmethod
    def tearDownClass(cls):
        assert cls.backend.stop() == 0, "weir-knowledge did not stop cleanly"

    def search(self, query, limit=3):
        request = knowledge.SearchRequest(query=query, limit=limit)
        return self.backend.gateway.call(SERVICE, "Search", request, knowledge.SearchReply)

    def test_ingested_documents_are_found(self):
        self.assertEqual(self.ingested.documents, len(DOCUMENTS))
        self.assertGreaterEqual(self.ingested.passages, len(DOCUMENTS))
        for query, expected in [("lower my blood pressure", b"bp"), ("血糖怎么监测", b"zh")]:
            self.assertEqual(self.search(query.encode()).hits[0].document_id, expected)

    def test_refusals(self):
        with self.assertRaises(RPCError) as caught:
            self.search(b"\xff")
        self.assertEqual(caught.exception.status, "INVALID_ARGUMENT")


if __name__ == "__main__":
    unittest.main()
