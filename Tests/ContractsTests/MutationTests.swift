import Contracts
import TestSupport
import Testing

/// Seeded damage to honest messages. Whatever still decodes must be a value that survives its own round trip.
@Suite struct MutationTests {
  static let seeds: [UInt64] = [1, 2, 3, 4]

  @Test("bit flips, cuts, insertions and repeats", arguments: 0..<allMessages.count, seeds)
  func damage(index: Int, seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<250 { try check(allMessages[index], &generator) }
  }

  @Test("random bytes", arguments: 0..<allMessages.count)
  func noise(index: Int) throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<250 { try decode(allMessages[index], generator.bytes()) }
  }

  @Test("a message of another type", arguments: 0..<allMessages.count)
  func confusion(index: Int) throws {
    var generator = SeededGenerator(seed: 6)
    for other in allMessages { try decode(allMessages[index], other.random(&generator).wireBytes()) }
  }

  private func check<Message: RandomMessage>(_: Message.Type, _ generator: inout SeededGenerator) throws {
    let wire = Message.random(&generator).wireBytes()
    try decode(Message.self, generator.damaged(wire))
  }

  private func decode<Message: RandomMessage>(_: Message.Type, _ wire: [UInt8]) throws {
    guard let message = try? Message(wire: wire) else { return }
    #expect(try Message(wire: message.wireBytes()) == message)
  }
}

extension SeededGenerator {
  mutating func damaged(_ wire: [UInt8]) -> [UInt8] {
    var wire = wire
    for _ in 0..<Int.random(in: 1...4, using: &self) { damage(&wire) }
    return wire
  }

  private mutating func damage(_ wire: inout [UInt8]) {
    let place = Int.random(in: 0...wire.count, using: &self)
    switch Int.random(in: 0..<5, using: &self) {
    case 0: wire.removeSubrange(place...)
    case 1: wire.insert(.random(in: 0...255, using: &self), at: place)
    case 2: wire.append(contentsOf: wire[place...])
    case 3: wire.insert(contentsOf: [0xff, 0xff, 0xff, 0xff, 0x0f] /* a length of 4 GB */, at: place)
    default: if place < wire.count { wire[place] ^= 1 << UInt8.random(in: 0..<8, using: &self) }
    }
  }
}
