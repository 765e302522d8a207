/// The four normalization forms of Unicode Standard Annex #15, by the tables of Unicode 9, which is what the reference
/// tokenizers use: marks assigned later stay where they are.
enum UnicodeForm: String, Sendable {
  case composed = "NFC"
  case decomposed = "NFD"
  case compatibilityComposed = "NFKC"
  case compatibilityDecomposed = "NFKD"

  private var composes: Bool { self == .composed || self == .compatibilityComposed }

  var tables: NormalizationTables {
    self == .composed || self == .decomposed ? .canonical : .compatibility
  }

  /// Writes `text` in this form.
  func write<Output: TextOutput>(_ text: Span<UInt8>, into output: inout Output) {
    let tables = tables
    var done = 0
    var index = 0
    while index < text.count {
      let (scalar, length) = text.scalar(at: index)
      if tables.isInert(scalar) {
        index += length
        continue
      }
      // The scalar before may compose with this one.
      let start = index > done ? text.startOfScalar(before: index) : index
      let end = tables.endOfRun(text, from: index + length)
      output.keep(text, done..<start)
      write(run: text, start..<end, tables, into: &output)
      done = end
      index = end
    }
    output.keep(text, done..<text.count)
  }

  private func write<Output: TextOutput>(
    run text: Span<UInt8>, _ range: Range<Int>, _ tables: NormalizationTables, into output: inout Output
  ) {
    var scalars = tables.decompose(text, range)
    tables.order(&scalars)
    var index = range.lowerBound
    for (scalar, change) in composes ? tables.recompose(scalars) : scalars {
      if change > 0 {
        output.insert(scalar, at: index)
      } else {
        output.put(scalar, for: index)
        for _ in change...0 where index < range.upperBound { index += text.scalar(at: index).length }
      }
    }
  }
}
