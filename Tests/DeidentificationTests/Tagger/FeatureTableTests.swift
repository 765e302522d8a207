import CTagger
import TestSupport
import Testing

@testable import Deidentification

@Suite struct FeatureTableTests {
  /// A table of 16 buckets with some keys, each row filled with its slot and role, and what is in it as a dictionary.
  private struct Made {
    let keys: UnsafeMutableRawBufferPointer
    let rows: UnsafeMutableRawBufferPointer
    let table: FeatureTable
    var slots: [UInt64: Int] = [:]

    init(_ family: TaggerFamily, _ generator: inout SeededGenerator) {
      keys = .allocate(byteCount: FeatureTable.keyBytes(bits: 4), alignment: 64)
      rows = .allocate(byteCount: FeatureTable.rowBytes(bits: 4, roles: family.roles) + 3, alignment: 64)
      for index in keys.indices { keys[index] = 0 }
      for index in rows.indices { rows[index] = UInt8(truncatingIfNeeded: index &* 37) }
      table = FeatureTable(
        bits: 4, keys: UnsafeRawPointer(keys.baseAddress!), rows: UnsafeRawPointer(rows.baseAddress!))
      for _ in 0..<90 { claim(UInt64.random(in: 0 ... .max, using: &generator)) }
    }

    /// As the trainer does it.
    private mutating func claim(_ key: UInt64) {
      let tag = max(UInt16(truncatingIfNeeded: key), 1)
      for slot in Int(key >> 60) * 8..<Int(key >> 60) * 8 + 8 {
        let held = keys.load(fromByteOffset: slot * 2, as: UInt16.self)
        if held == tag { return }
        guard held == 0 else { continue }
        keys.storeBytes(of: tag, toByteOffset: slot * 2, as: UInt16.self)
        slots[key] = slot
        return
      }
    }

    func free() {
      keys.deallocate()
      rows.deallocate()
    }
  }

  @Test("every key is found where it was put, and others are not", arguments: 1...20)
  func finds(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let made = Made(.pairs, &generator)
    defer { made.free() }
    for (key, slot) in made.slots { #expect(made.table.slot(of: key) == slot) }
    let tags = Set(made.slots.keys.map { [$0 >> 60, UInt64(max(UInt16(truncatingIfNeeded: $0), 1))] })
    for _ in 0..<500 {
      let key = UInt64.random(in: 0 ... .max, using: &generator)
      let isKnown = tags.contains([key >> 60, UInt64(max(UInt16(truncatingIfNeeded: key), 1))])
      #expect((made.table.slot(of: key) >= 0) == isKnown)
    }
  }

  @Test("a key adds its row of each role to the token that the role speaks for", arguments: TaggerFamily.allCases)
  func adds(family: TaggerFamily) throws {
    var generator = SeededGenerator(seed: 11)
    let made = Made(family, &generator)
    defer { made.free() }
    let slot = try #require(made.slots.values.max())
    let hits = [5, 6, 5].map { weir_tagger_hit(slot: Int64(slot), position: $0) }
    var sums = [LabelScores](repeating: .zero, count: 12)
    sums.withUnsafeMutableBufferPointer { sums in
      hits.withUnsafeBufferPointer { made.table.add($0, to: sums.baseAddress!, family) }
    }
    for token in sums.indices {
      for label in 0..<TaggerModel.labels {
        let expected = hits.map { weight(slot, token - Int($0.position) - family.first, label) }.reduce(0, &+)
        #expect(sums[token][label] == expected, "token \(token), label \(label)")
      }
    }

    func weight(_ slot: Int, _ role: Int, _ label: Int) -> Int16 {
      guard (0..<family.roles).contains(role) else { return 0 }
      return Int16(Int8(bitPattern: made.rows[(slot * family.roles + role) * TaggerModel.labels + label]))
    }
  }
}
