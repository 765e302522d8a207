/// Drugs, diseases and procedures that the list of names takes for people, since they stand in no list of words:
/// "Ketorolac Ophthalmic", "Hepatitis B".
enum TermVeto {
  /// From this on a given name or a surname is known, and outweighs a word of medicine.
  private static let knownNameScore: Float = 0.75

  /// Of names without a cue only.
  static func isTerm(_ candidate: Candidate, in text: NormalisedText, _ tagger: Tagger) -> Bool {
    guard candidate.kind == .name, candidate.score < knownNameScore else { return false }
    let words = text.bytes[candidate.range].split { !($0.isASCIILetter || $0 >= 0x80 || $0 == UInt8(ascii: "'")) }
    return words.contains { $0.count > 2 && (tagger.isTerm($0) || Lexicon.clinicalWords.contains($0)) }
  }
}

extension Lexicon {
  /// Nouns and adjectives of medicine that no one is called, from general knowledge.
  static let clinicalWords = WordSet(
    """
    vaccine vaccines injection infection infections leukemia lymphoma cancer carcinoma sarcoma syndrome disease disorder
    ophthalmic topical nasal inhalation rectal vaginal transdermal intravenous oral spray tablet tablets capsule capsules
    ointment cream lotion solution suspension patch hepatitis vitamin vitamins artery bypass surgery abuse decay tooth tube
    illness illnesses poisoning allergy allergies anemia diabetes asthma arthritis fever pain injury injuries therapy
    transplant transplantation screening tumor tumors tumour tumours deficiency dysplasia dystrophy neuropathy myopathy
    """)
}
