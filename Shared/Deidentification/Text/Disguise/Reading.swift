/// A text as it reads once a disguise is taken off: some stretches are replaced by what they stand for.
///
/// Readings are made of readings, so that disguises may lie over each other; every range maps back to the first text.
struct Reading: Sendable {
  /// What a stretch stands for.
  struct Replacement: Equatable {
    var range: Range<Int>
    var bytes: [UInt8]
  }

  let text: NormalisedText
  private var steps: [EditMap] = []

  init(_ text: NormalisedText) { self.text = text }

  private init(text: NormalisedText, steps: [EditMap]) {
    self.text = text
    self.steps = steps
  }

  /// `replacements` in the order of the text, without overlaps. Linear in the text.
  func replacing(_ replacements: [Replacement]) -> Reading {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.bytes.count)
    var edits: [EditMap.Edit] = []
    var index = 0
    for replacement in replacements {
      bytes += text.bytes[index..<replacement.range.lowerBound]
      let start = bytes.count
      bytes += replacement.bytes
      edits.append(EditMap.Edit(source: replacement.range, target: start..<bytes.count))
      index = replacement.range.upperBound
    }
    bytes += text.bytes[index...]
    return Reading(text: NormalisedText(bytes: bytes), steps: steps + [EditMap(edits: edits)])
  }

  /// The stretches of this reading that the last step replaced.
  var changed: [Range<Int>] { lastEdits.map(\.target) }
  var lastEdits: [EditMap.Edit] { steps.last?.edits ?? [] }

  /// The range of the first text that a range of this reading stands for. O(steps × log edits).
  func firstRange(of range: Range<Int>) -> Range<Int> { steps.reversed().reduce(range) { $1.source(of: $0) } }
}

/// Where the stretches that a step replaced lay before and lie after it.
struct EditMap: Sendable {
  struct Edit: Sendable {
    var source: Range<Int>
    var target: Range<Int>
  }

  /// In order, without overlaps.
  var edits: [Edit]

  /// A stretch that was replaced is covered whole as soon as the range touches it.
  func source(of range: Range<Int>) -> Range<Int> {
    let start = position(of: range.lowerBound) { $0.source.lowerBound }
    return start..<max(position(of: range.upperBound - 1) { $0.source.upperBound - 1 } + 1, start)
  }

  private func position(of index: Int, inside: (Edit) -> Int) -> Int {
    let next = edits.firstIndexSorted { $0.target.upperBound > index }
    if next < edits.count, edits[next].target.contains(index) { return inside(edits[next]) }
    guard next > 0 else { return index }
    return index - edits[next - 1].target.upperBound + edits[next - 1].source.upperBound
  }
}

extension [EditMap.Edit] {
  /// The first edit for which a predicate holds that holds for all after it.
  fileprivate func firstIndexSorted(_ holds: (EditMap.Edit) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
