import Contracts
import TestSupport

/// A message with random content of every size that matters: empty, short, long, NUL and scalars of one to four bytes.
protocol RandomMessage: WireMessage {
  static func random(_ generator: inout SeededGenerator) -> Self
}

extension SeededGenerator {
  mutating func text() -> String {
    let scalars: [Character] = ["a", " ", "\0", "é", "张", "🩺", "]", "\n"]
    let length = [0, 1, 3, 40, 300].randomElement(using: &self)!
    return String((0..<length).map { _ in scalars.randomElement(using: &self)! })
  }
  mutating func bytes() -> [UInt8] {
    (0..<Int.random(in: 0...90, using: &self)).map { _ in .random(in: 0...255, using: &self) }
  }
  mutating func ids() -> [Int32] { (0..<Int.random(in: 0...90, using: &self)).map { _ in id() } }
  mutating func id() -> Int32 { [0, 1, 127, 128, 151_643, .max].randomElement(using: &self)! }
  mutating func small() -> UInt32 { [0, 1, 127, 128, 4096, .max].randomElement(using: &self)! }
  mutating func large() -> UInt64 { [0, 1, UInt64(UInt32.max) + 1, .max].randomElement(using: &self)! }
  mutating func number() -> Float {
    [0, -1, 0.7, .leastNonzeroMagnitude, .greatestFiniteMagnitude].randomElement(using: &self)!
  }
  mutating func flag() -> Bool { Bool.random(using: &self) }
  mutating func list<Element: RandomMessage>() -> [Element] {
    (0..<Int.random(in: 0...5, using: &self)).map { _ in .random(&self) }
  }
}
