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
    case let type: throw .unsupported(component: "decoder \(type)")
    }
  }

  private func strip(_ component: JSONValue) throws(TokenizerError) -> Decoder.Step {
    let content = Array(try Self.text(component, "content").utf8)
    guard !content.isEmpty, let start = component["start"]?.int, let stop = component["stop"]?.int, start >= 0,
      stop >= 0
    else { throw .malformed("Strip lacks content, start or stop") }
    return .strip(content: content, start: start, stop: stop)
  }
}
