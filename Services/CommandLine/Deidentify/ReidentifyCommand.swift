internal import ArgumentParser
@_spi(Identified) internal import Deidentification
internal import Foundation

/// `weir reidentify --map FILE` or `--key FILE`: text from standard input with its identifiers back, as it streams.
struct ReidentifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reidentify", abstract: "Put the identifiers back into text, given the map that took them out.")

  @Option(help: "What `weir deidentify --map` wrote.")
  var map: String?
  @Option(help: "The key file of `weir deidentify --key`: encrypted identifiers need no map.")
  var key: String?

  func validate() throws {
    guard (map == nil) != (key == nil) else { throw ValidationError("give --map or --key, and not both") }
  }

  func run() throws {
    try reidentify(from: .standardInput, to: .standardOutput, with: try restorer())
  }

  private func restorer() throws -> SurrogateRestorer {
    if let key { return SurrogateRestorer(keys: try surrogateKeys(path: key)) }
    guard let map, let json = FileManager.default.contents(atPath: map) else {
      throw ValidationError("--map cannot be read; give the file that `weir deidentify --map` wrote")
    }
    return SurrogateRestorer(map: try SurrogateMap(json: json))
  }
}

/// Streams `input` to `output` with the identifiers restored, in bounded memory. Bytes that are no UTF-8 pass as U+FFFD.
func reidentify(from input: ByteSource, to output: ByteSink, with restorer: SurrogateRestorer) throws {
  var restorer = restorer
  var decoder = ScalarSplitter()
  while case let bytes = try input.read(), !bytes.isEmpty {
    try output.write(Array(restorer.push(decoder.push(bytes)).utf8))
  }
  try output.write(Array((restorer.push(decoder.finish()) + restorer.finish()).utf8))
}
