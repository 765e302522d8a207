/// SentencePiece's compiled map of characters (`precompiled_charsmap`): a trie of byte strings, and what each becomes.
///
/// Source: `Normalizer::DecodePrecompiledCharsMap` of SentencePiece; the trie's layout is that of darts-clone. Like HF
/// tokenizers it maps a whole grapheme cluster of under six bytes by its shortest known beginning, else each scalar.
struct CharsMap: Sendable {
  /// Bytes of a grapheme cluster that is looked up as a whole.
  private static let clusterByteCountMax = 5

  /// The map as the file has it.
  let blob: [UInt8]
  private let units: [UInt32]
  private let texts: [UInt8]

  init(_ blob: [UInt8]) throws(TokenizerError) {
    guard blob.count >= 8, case let size = Int(Self.words(blob[..<4])[0]), size % 4 == 0, size >= 4,
      size <= blob.count - 4
    else { throw .malformed("precompiled_charsmap has a wrong length") }
    self.blob = blob
    units = Self.words(blob[4..<4 + size])
    texts = Array(blob[(4 + size)...])
    guard String(validating: texts, as: UTF8.self) != nil else { throw .malformed("precompiled_charsmap is not UTF-8") }
  }

  /// Four bytes each.
  private static func words(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
    bytes.withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map { UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)) }
    }
  }

  func write<Output: TextOutput>(_ text: Span<UInt8>, into output: inout Output) {
    var done = 0
    var index = 0
    while index < text.count {
      let (scalar, length) = text.scalar(at: index)
      if GraphemeClusters.isAlone(scalar, length, at: index, in: text) {
        let mapped = mapped(text, index..<index + length)
        if let mapped {
          output.keep(text, done..<index)
          write(mapped, for: text, index..<index + length, into: &output)
          done = index + length
        }
        index += length
        continue
      }
      output.keep(text, done..<index)
      let end = GraphemeClusters.endOfStretch(text, from: index)
      for cluster in GraphemeClusters.clusters(of: text, in: index..<end) { write(text, cluster, into: &output) }
      done = end
      index = end
    }
    output.keep(text, done..<text.count)
  }

  private func write<Output: TextOutput>(
    _ text: Span<UInt8>, _ cluster: Range<Int>, into output: inout Output
  ) {
    if cluster.count <= Self.clusterByteCountMax, let mapped = mapped(text, cluster) {
      return write(mapped, for: text, cluster, into: &output)
    }
    var index = cluster.lowerBound
    while index < cluster.upperBound {
      let range = index..<index + text.scalar(at: index).length
      if let mapped = mapped(text, range) {
        write(mapped, for: text, range, into: &output)
      } else {
        output.keep(text, range)
      }
      index = range.upperBound
    }
  }

  /// Writes `texts[mapped]` for `text[range]`: scalar for scalar as far as both go.
  private func write<Output: TextOutput>(
    _ mapped: Range<Int>, for text: Span<UInt8>, _ range: Range<Int>, into output: inout Output
  ) {
    var source = range.lowerBound
    var index = mapped.lowerBound
    while index < mapped.upperBound {
      let (scalar, length) = texts.span.scalar(at: index)
      if source < range.upperBound {
        output.put(scalar, for: source)
        source += text.scalar(at: source).length
      } else {
        output.insert(scalar, at: source)
      }
      index += length
    }
  }

  /// What the shortest known beginning of `text[range]` becomes.
  private func mapped(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int>? {
    guard let value = value(text, range), value <= texts.count else { return nil }
    let end = texts[value...].firstIndex(of: 0) ?? texts.count
    return value..<end
  }

  private func value(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var node = Self.offset(units[0])
    for index in range {
      let byte = text[index]
      if byte == 0 { return nil }
      node ^= Int(byte)
      guard node < units.count, case let unit = units[node], unit & 0x8000_00ff == UInt32(byte) else { return nil }
      node ^= Self.offset(unit)
      guard node < units.count else { return nil }
      if unit >> 8 & 1 == 1 { return Int(units[node] & 0x7fff_ffff) }
    }
    return nil
  }

  private static func offset(_ unit: UInt32) -> Int { Int(unit >> 10) << Int((unit & 1 << 9) >> 6) }
}
