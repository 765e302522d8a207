internal import ArgumentParser

/// How a document is structured.
enum DocumentFormat: String, CaseIterable, ExpressibleByArgument {
  case auto, text, jsonl, json, fhir, csv, hl7

  /// What a document's beginning says; text when it says nothing. CSV must be named: any line may be one.
  init(beginning: some Collection<UInt8>) {
    let start = beginning.drop { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
    if start.starts(with: "MSH|".utf8) {
      self = .hl7
    } else if start.first == UInt8(ascii: "{") || start.first == UInt8(ascii: "[") {
      self = start.prefix(4096).firstRange(of: Array("\"resourceType\"".utf8)) == nil ? .json : .fhir
    } else {
      self = .text
    }
  }

  /// JSON Lines have a command of their own; `auto` is decided before.
  func rewriter(_ rewrite: @escaping ValueRewriter) -> any DocumentRewriter {
    switch self {
    case .json: JSONRewriter { try rewrite($0, $1.last) }
    case .fhir: JSONRewriter { try rewrite($0, FHIRField.name(of: $1)) }
    case .csv: CSVRewriter(rewrite: rewrite)
    case .hl7: TextRewriter.hl7(rewrite: rewrite)
    case .auto, .text, .jsonl: TextRewriter(rewrite: rewrite)
    }
  }
}

/// Rewrites `input` to `output` in bounded memory.
func rewrite(
  _ format: DocumentFormat, from input: ByteSource, to output: ByteSink, _ rewrite: @escaping ValueRewriter
) throws {
  var bytes = try input.read()
  var rewriter = (format == .auto ? DocumentFormat(beginning: bytes) : format).rewriter(rewrite)
  while !bytes.isEmpty {
    try output.write(try rewriter.push(bytes))
    bytes = try input.read()
  }
  try output.write(try rewriter.finish())
}
