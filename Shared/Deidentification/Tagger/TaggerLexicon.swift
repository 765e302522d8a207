internal import CTagger

/// What is known of words by themselves: a byte for the hash of each, in an open-addressing table.
struct TaggerLexicon: @unchecked Sendable {
  // Sendable, because the table is never written and the model outlives this.
  private let slots: UnsafePointer<UInt32>
  private let prefixes: UnsafePointer<UInt64>
  private let shift: UInt64
  private let mask: Int

  private static let prefixBits: UInt64 = 21
  /// Bytes of the filter of prefixes.
  static let prefixBytes = (1 << Int(prefixBits)) / 8

  init(bits: Int, slots: UnsafeRawPointer, prefixes: UnsafeRawPointer) {
    self.slots = slots.assumingMemoryBound(to: UInt32.self)
    self.prefixes = prefixes.assumingMemoryBound(to: UInt64.self)
    shift = UInt64(64 - bits)
    mask = (1 << bits) - 1
  }

  /// Whether a Chinese word may begin with these two characters or more; a Bloom filter of one hash, filled to an eighth.
  ///
  /// Most places of a text begin no word: the filter, which stays in the cache, spares them the table, which does not.
  @inline(__always)
  func mayBegin(_ hash: UInt64) -> Bool {
    let bit = (hash &* 0x9e37_79b9_7f4a_7c15) &>> (64 - Self.prefixBits)
    return prefixes[Int(truncatingIfNeeded: bit &>> 6)] &>> (bit & 63) & 1 != 0
  }

  @inline(__always)
  func prefetch(_ hash: UInt64) {
    weir_tagger_prefetch(slots + Int(truncatingIfNeeded: (hash &* 0x9e37_79b9_7f4a_7c15) &>> shift))
  }

  /// What the lexicon says of a word by the hash of its bytes; 0 when it is not there.
  @inline(__always)
  func value(_ hash: UInt64) -> UInt8 {
    let mixed = hash &* 0x9e37_79b9_7f4a_7c15
    let key = UInt32(truncatingIfNeeded: mixed) & 0xffff_ff00
    var index = Int(truncatingIfNeeded: mixed &>> shift)
    // A file without an empty slot must not hold the search for ever.
    for _ in 0...mask {
      let slot = slots[index]
      if slot == 0 { return 0 }
      if slot & 0xffff_ff00 == key { return UInt8(truncatingIfNeeded: slot) }
      index = (index &+ 1) & mask
    }
    return 0
  }
}

/// What the lexicon's byte says of a Latin word. Written by `latin_lexicon` in `Services/Trainer/NameTagger`.
struct TaggerLexical {
  private let byte: UInt8

  init(_ byte: UInt8) { self.byte = byte }

  /// Of the byte of a Chinese word: it is a term or a common word.
  static let hanWord: UInt8 = 8 + 16

  /// In a short list of given names or surnames.
  var isCommonName: Bool { byte & 3 == 2 || byte >> 2 & 3 == 2 }
  var isPlace: Bool { byte & 16 != 0 }
  /// How frequent it is as a word, 0 to 3; 3 is above one in 10,000.
  var frequency: UInt8 { byte >> 5 & 3 }
  /// A word of drugs and diseases.
  var isTerm: Bool { byte & 0x80 != 0 }
}
