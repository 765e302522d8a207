/// GPT-2's printable stand-ins for bytes: vocabularies write each byte as one visible character.
///
/// Source: `bytes_to_unicode` in openai/gpt-2 `src/encoder.py`.
enum ByteLevelAlphabet {
  /// The bytes that `token`, which is UTF-8, stands for; nil if it holds a character that stands for none.
  static func bytes(of token: [UInt8]) -> [UInt8]? {
    let table = byteOfScalar
    let text = token.span
    var bytes: [UInt8] = []
    var index = 0
    while index < text.count {
      let (scalar, length) = text.scalar(at: index)
      guard scalar < table.count, let byte = table[Int(scalar)] else { return nil }
      bytes.append(byte)
      index += length
    }
    return bytes
  }

  /// The byte of each scalar from U+0000 on; -1 for one that stands for none.
  static let bytes: [Int16] = byteOfScalar.map { $0.map(Int16.init) ?? -1 }

  /// The visible characters of `bytes`, as UTF-8.
  static func characters(of bytes: some Sequence<UInt8>) -> [UInt8] { bytes.flatMap { characterOfByte[Int($0)] } }

  /// Writes the visible characters of `text`; each counts as part of the scalar that its byte belongs to.
  static func writeCharacters<Output: TextOutput>(of text: Span<UInt8>, into output: inout Output) {
    var index = 0
    while index < text.count {
      let end = index + text.scalar(at: index).length
      for byte in index..<end {
        let scalar = scalarOfByte[Int(text[byte])]
        if byte == index { output.put(scalar, for: index) } else { output.insert(scalar, at: end) }
      }
      index = end
    }
  }

  private static let scalarOfByte: [UInt32] = characterOfByte.map { $0.span.scalar(at: 0).value }

  private static let characterOfByte: [[UInt8]] = {
    var table = [[UInt8]](repeating: [], count: 256)
    for (scalar, byte) in byteOfScalar.enumerated() {
      if let byte, let scalar = Unicode.Scalar(UInt32(scalar)) { table[Int(byte)] = Array(String(scalar).utf8) }
    }
    return table
  }()

  private static func isPrintable(_ byte: UInt8) -> Bool {
    (0x21...0x7e).contains(byte) || (0xa1...0xac).contains(byte) || byte >= 0xae
  }

  /// Bytes that print stand for themselves; the other 68 take U+0100 and on, in order.
  private static let byteOfScalar: [UInt8?] = {
    var table = [UInt8?](repeating: nil, count: 0x144)
    var next = 0x100
    for byte in UInt8.min...UInt8.max {
      if isPrintable(byte) {
        table[Int(byte)] = byte
      } else {
        table[next] = byte
        next += 1
      }
    }
    return table
  }()
}
