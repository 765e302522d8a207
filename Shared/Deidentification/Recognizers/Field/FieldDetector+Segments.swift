/// Segments of HL7 v2 messages: the number of a field tells what it holds.
///
/// Source: HL7 v2.5.1 chapters 3 (PID, NK1, PV1) and 6 (GT1, IN1), chapter 4 (ORC, OBR).
extension FieldDetector {
  private static let segments: [String: [Int: EntityKind]] = [
    "PID": [
      2: .id, 3: .id, 4: .id, 5: .name, 6: .name, 7: .date, 9: .name, 11: .location, 12: .location, 13: .phone,
      14: .phone, 18: .id, 19: .id, 20: .id, 21: .id, 23: .location, 29: .date,
    ],
    "NK1": [2: .name, 4: .location, 5: .phone, 6: .phone, 16: .date, 30: .name, 33: .id, 37: .id],
    "PV1": [3: .location, 7: .name, 8: .name, 9: .name, 17: .name, 19: .id, 44: .date, 45: .date, 50: .id, 52: .name],
    "GT1": [2: .id, 3: .name, 4: .name, 5: .location, 6: .phone, 7: .phone, 8: .date, 12: .id],
    "IN1": [16: .name, 18: .date, 19: .location, 36: .id, 49: .id],
    "ORC": [2: .id, 3: .id, 10: .name, 11: .name, 12: .name],
    "OBR": [2: .id, 3: .id, 10: .name, 16: .name, 17: .phone, 28: .name],
  ]

  mutating func scanSegments() {
    let bytes = text.bytes
    for bar in bytes.indices where bytes[bar] == UInt8(ascii: "|") && bar >= 3 {
      let isStart = bar == 3 || !(bytes[bar - 4].isASCIILetter || bytes[bar - 4] == UInt8(ascii: "|"))
      guard isStart, let fields = Self.segments[String(decoding: bytes[(bar - 3)..<bar], as: UTF8.self)] else {
        continue
      }
      let rest = bytes[(bar + 1)...].prefix(4000).prefix { $0 != 0x0a && $0 != 0x0d }
      for (index, field) in rest.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).enumerated() {
        if let kind = fields[index + 1] { takeField(field, as: kind) }
      }
    }
  }

  /// Components are parted by carets; all of them together are the identifier.
  private mutating func takeField(_ field: ArraySlice<UInt8>, as kind: EntityKind) {
    let range = text.trimmed(field.startIndex..<field.endIndex)
    guard range.count > 1 else { return }
    found.append(Candidate(range: range, kind: kind, score: 0.9, recognizer: "field-hl7"))
  }
}
