"""One peer over {"id","text"} lines: {"id","spans":[{"start","end","type"}]} lines.   peers.py PEER < GOLD"""

import json
import sys


def presidio():
    """All pattern recognizers of all countries; scores as they come."""
    from presidio_analyzer import RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpArtifacts

    registry = RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"])
    recognizers = [r for r in registry.recognizers if type(r).__name__ != "SpacyRecognizer"]
    types = {"EMAIL_ADDRESS": "EMAIL", "PHONE_NUMBER": "PHONE", "CREDIT_CARD": "CARD", "DATE_TIME": "DATE", "IP_ADDRESS": "IP"}
    none = NlpArtifacts(entities=[], tokens=[], tokens_indices=[], lemmas=[], nlp_engine=None, language="en")

    def find(text):
        for recognizer in recognizers:
            for hit in recognizer.analyze(text, recognizer.supported_entities, none) or []:
                yield hit.start, hit.end, types.get(hit.entity_type, "ID")

    return find


def scrubadub_():
    import scrubadub

    scrubber = scrubadub.Scrubber()

    def find(text):
        for filth in scrubber.iter_filth(text):
            yield filth.beg, filth.end, filth.type.upper()

    return find


def jieba_():
    """Words whose part of speech is the name of a person, a place or an organisation."""
    import jieba.posseg

    types = {"nr": "NAME", "ns": "LOCATION", "nt": "ORG"}

    def find(text):
        start = 0
        for word, flag in jieba.posseg.cut(text, HMM=True):
            if flag[:2] in types:
                yield start, start + len(word), types[flag[:2]]
            start += len(word)

    return find


def jionlp_():
    """Its extractors of numbers, addresses and contacts; it finds no names."""
    import jionlp

    extractors = {
        "EMAIL": jionlp.extract_email, "PHONE": jionlp.extract_phone_number, "ID": jionlp.extract_id_card,
        "IP": jionlp.extract_ip_address, "URL": jionlp.extract_url, "VEHICLE": jionlp.extract_motor_vehicle_licence_plate,
    }

    def find(text):
        for kind, extract in extractors.items():
            try:
                hits = extract(text, detail=True)
            except AttributeError:  # it fails on some texts, for example on an address without a known domain
                continue
            for hit in hits:
                yield hit["offset"][0], hit["offset"][1], kind

    return find


PEERS = {"presidio": presidio, "scrubadub": scrubadub_, "jieba": jieba_, "jionlp": jionlp_}

if __name__ == "__main__":
    # Some greet on standard output.
    output, sys.stdout = sys.stdout, sys.stderr
    find = PEERS[sys.argv[1]]()
    for line in sys.stdin:
        document = json.loads(line)
        spans = [{"start": s, "end": e, "type": t} for s, e, t in find(document["text"])]
        print(json.dumps({"id": document["id"], "spans": spans}), file=output)
