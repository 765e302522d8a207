extension TokenizerJSON {
  func decoder(_ component: JSONValue?) throws(TokenizerError) -> Decoder {
    guard let component, !component.isNull else { return Decoder(steps: [], separator: [0x20]) }
    return Decoder(steps: try decoderSteps(component))
  }

  private func decoderSteps(_ component: JSONValue) throws(TokenizerError) -> [Decoder.Step] {
    switch try Self.type(of: component, "decoder") ?? "" {
    case "Sequence":
      var steps: [Decoder.Step] = []
      for part in try Self.elements(component, "decoders") { steps += try decoderSteps(part) }
      return steps
    case "ByteLevel": return [.byteLevel]
    case "ByteFallback": return [.byteFallback]
    case "Fuse": return [.fuse]
    case "Replace":
      return [.replace(try Self.splitter(component), with: Array(try Self.text(component, "content").utf8))]
    case "Strip": return [try strip(component)]
    case "Metaspace":
      let metaspace = try metaspace(component)
      return [.metaspace(replacement: metaspace.replacement, dropsFirst: metaspace.scheme != .never)]
    case "WordPiece":
      return [.wordPiece(prefix: Self.bytes(component, "prefix", default: "##"), cleansUp: cleansUp(component))]
    case "BPEDecoder": return [.wordEnds(suffix: Self.bytes(component, "suffix", default: "</w>"))]
    case "CTC": return [.connectionist(connectionist(component))]
    case let type: throw .unsupported(component: "decoder \(type)")
    }
  }

  private static func bytes(_ component: JSONValue, _ key: String, default text: String) -> [UInt8] {
    Array((component[key]?.string ?? text).utf8)
  }

  private func cleansUp(_ component: JSONValue) -> Bool { component["cleanup"]?.bool ?? true }

  private func connectionist(_ component: JSONValue) -> ConnectionistDecoding {
    ConnectionistDecoding(
      padding: Self.bytes(component, "pad_token", default: "<pad>"),
      wordDelimiter: Self.bytes(component, "word_delimiter_token", default: "|"), cleansUp: cleansUp(component))
  }

  private func strip(_ component: JSONValue) throws(TokenizerError) -> Decoder.Step {
    let content = Array(try Self.text(component, "content").utf8)
    guard !content.isEmpty, let start = component["start"]?.int, let stop = component["stop"]?.int, start >= 0,
      stop >= 0
    else { throw .malformed("Strip lacks content, start or stop") }
    return .strip(content: content, start: start, stop: stop)
  }
}
