import CContracts
import RPC
import TestSupport
import Testing

@testable import Messaging

/// Our codec of rpc.proto against protobuf-c, which is generated from it.
@Suite struct CodecTests {
  static func encode(_ envelope: Envelope) -> [UInt8] {
    var writer = WireWriter()
    envelope.write(to: &writer)
    return writer.bytes
  }

  static func decode(_ bytes: [UInt8]) -> Envelope? {
    bytes.withUnsafeBufferPointer { try? Envelope(wire: $0) }
  }

  /// What protobuf-c reads and writes again; nil when it cannot read it.
  static func throughProtobufC(_ bytes: [UInt8]) -> [UInt8]? {
    guard let message = weir__v1__envelope__unpack(nil, bytes.count, bytes) else { return nil }
    defer { weir__v1__envelope__free_unpacked(message, nil) }
    var packed = [UInt8](repeating: 0, count: weir__v1__envelope__get_packed_size(message))
    weir__v1__envelope__pack(message, &packed)
    return packed
  }

  @Test func protobufCReadsAndWritesTheSameBytes() {
    var samples = SampleEnvelopes(seed: 1)
    for _ in 0..<5_000 {
      let envelope = samples.next()
      let bytes = Self.encode(envelope)
      #expect(Self.throughProtobufC(bytes) == bytes)
      #expect(Self.decode(bytes) == envelope)
    }
  }

  /// Nothing crashes, and what is read survives being written and read again.
  @Test func mutatedBytesAreReadOrRefused() {
    var samples = SampleEnvelopes(seed: 2)
    var random = SeededGenerator(seed: 3)
    var accepted = 0
    var refused = 0
    for _ in 0..<50_000 {
      var bytes = Self.encode(samples.next())
      bytes.mutate(&random)
      guard let envelope = Self.decode(bytes) else {
        refused += 1
        continue
      }
      accepted += 1
      #expect(Self.decode(Self.encode(envelope)) == envelope)
    }
    #expect(accepted > 1_000 && refused > 1_000)
  }

  @Test(arguments: [
    ("more frames than an envelope may have", Array(repeatElement([0x1a, 0x02, 0x4a, 0x00], count: 16_385).joined())),
    ("a length beyond the end", [0x1a, 0x05, 0x08]),
    ("an endless varint", [UInt8](repeating: 0xff, count: 20)),
    ("a group", [0x1b, 0x1c]),
    ("field 0", [0x02, 0x00]),
    ("a frame that is a number", [0x18, 0x01]),
    ("a fixed value cut short", [0x21, 1, 2, 3]),
  ])
  func malformedIsRefused(what: String, bytes: [UInt8]) {
    #expect(Self.decode(bytes) == nil, "\(what)")
  }

  /// Fields and frames of later versions.
  @Test(
    arguments: [
      [0x08, 0x01, 0x78, 0x05], [0x08, 0x01, 0x7a, 0x02, 1, 2], [0x08, 0x01, 0x7d, 1, 2, 3, 4],
      [0x08, 0x01, 0x1a, 0x04, 0x08, 0x07, 0x72, 0x00],
    ] as [[UInt8]])
  func unknownFieldsAreSkipped(bytes: [UInt8]) {
    #expect(Self.decode(bytes) == Envelope(session: 1, sequence: 0, frames: []))
  }

  /// A hundred bytes of metadata must not become much memory.
  @Test func entriesAreLimited() {
    var begin: [UInt8] = []
    for _ in 0...EnvelopeLimits.entriesMax { begin += [0x2a, 0x00] }
    let count = begin.count
    let body = [0x32, UInt8(count & 127 | 128), UInt8(count >> 7)] + begin
    let frame = [0x1a, UInt8(body.count & 127 | 128), UInt8(body.count >> 7)] + body
    #expect(Self.decode(frame) == nil)
  }
}

extension [UInt8] {
  /// Flips, cuts, doubles or inserts somewhere.
  fileprivate mutating func mutate(_ random: inout SeededGenerator) {
    for _ in 0..<Int.random(in: 1...3, using: &random) where !isEmpty {
      let place = Int.random(in: 0..<count, using: &random)
      switch Int.random(in: 0...3, using: &random) {
      case 0: self[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
      case 1: removeSubrange(place...)
      case 2: insert(UInt8.random(in: 0...255, using: &random), at: place)
      default: insert(contentsOf: self[place...], at: place)
      }
    }
  }
}
