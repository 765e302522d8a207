internal import ArgumentParser
internal import Foundation
internal import OutputFilter
internal import Policy

/// `weir bench filter`: how fast one thread filters text that arrives in pieces of a model's size.
struct BenchFilterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter", abstract: "Measure the output filter under a policy's rules.")

  @Flag(name: .customLong("json"), help: "Print one JSON object (the only format).")
  var isJSON = false
  @Option(help: "The policy file; the shipped policy unless given.")
  var policy: String?
  @Option(help: "A text file; a made-up text with an identifier in every paragraph unless given.")
  var text: String?
  @Option(help: "Characters of one piece.")
  var pieceCharacters = 4
  @Option(help: "Megabytes to filter.")
  var megabytes = 8

  func validate() throws {
    guard pieceCharacters > 0, megabytes > 0 else { throw ValidationError("sizes must be 1 or more") }
  }

  func run() throws {
    let rules = try readPolicy(policy).filterRules
    let program = try OutputFilterProgram(rules: rules)
    let pieces = try source().map(cut)
    // Once unmeasured: a gateway's caches are warm too.
    _ = try filter(pieces, program)
    let start = clock()
    let bytes = try filter(pieces, program)
    let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    let figures = FilterFigures(
      rules: rules.count, bytes: bytes, pieceCharacters: pieceCharacters,
      megabytesPerSecond: Double(bytes) / 1e6 / seconds,
      nanosecondsPerPiece: seconds * 1e9 / Double(max(1, pieces.reduce(0) { $0 + $1.count })))
    print(String(decoding: encodeLine(figures), as: UTF8.self))
  }

  /// Streams, each about as long as an answer.
  private func source() throws -> [Substring] {
    let paragraph = Self.paragraph
    guard let text else { return Array(repeating: paragraph[...], count: megabytes * 1_000_000 / paragraph.utf8.count) }
    guard let whole = try? String(contentsOfFile: text, encoding: .utf8) else {
      throw ValidationError("cannot read the text file '\(text)'; check its path and that it is UTF-8")
    }
    return whole.prefix(megabytes * 1_000_000).split(separator: "\n")
  }

  private static let paragraph = """
    Take one tablet of 500 mg with a glass of water after breakfast and after dinner, and call (212) 555-0142 or write \
    to clinic@example.org when the fever stays above 38.5 degrees for more than three days, [NAME_1]. 每日两次，每次一片，\
    饭后服用；如有皮疹、呼吸困难，请立即就医，或致电13912345678。
    """

  private func cut(_ text: Substring) -> [String] {
    var pieces: [String] = []
    var rest = text
    while !rest.isEmpty {
      pieces.append(String(rest.prefix(pieceCharacters)))
      rest = rest.dropFirst(pieceCharacters)
    }
    return pieces
  }

  /// The bytes that went in.
  private func filter(_ streams: [[String]], _ program: OutputFilterProgram) throws -> Int {
    var bytes = 0
    for pieces in streams {
      var filter = OutputFilter(program)
      for piece in pieces {
        bytes += piece.utf8.count
        _ = try filter.push(piece)
      }
      _ = try filter.finish()
    }
    return bytes
  }
}

/// Megabytes are millions of bytes, times are processor time: what other programs take of the machine does not count.
private struct FilterFigures: Encodable {
  var rules: Int
  var bytes: Int
  var pieceCharacters: Int
  var megabytesPerSecond: Double
  var nanosecondsPerPiece: Double
}
