internal import ArgumentParser
@_spi(Identified) internal import Deidentification
internal import Foundation

/// `weir reidentify --map FILE`: text from standard input with its identifiers back, as it streams.
struct ReidentifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reidentify", abstract: "Put the identifiers back into text, given the map that took them out.")

  @Option(help: "What `weir deidentify --map` wrote.")
  var map: String

  func run() throws {
    guard let json = FileManager.default.contents(atPath: map) else {
      throw ValidationError("--map \(map) cannot be read; give the file that `weir deidentify --map` wrote")
    }
    try reidentify(from: .standardInput, to: .standardOutput, with: try SurrogateMap(json: json))
  }
}

/// Streams `input` to `output` with the identifiers restored, in bounded memory. Bytes that are no UTF-8 pass as U+FFFD.
func reidentify(from input: ByteSource, to output: ByteSink, with map: SurrogateMap) throws {
  var restorer = SurrogateRestorer(map: map)
  var decoder = ScalarSplitter()
  while case let bytes = try input.read(), !bytes.isEmpty {
    try output.write(Array(restorer.push(decoder.push(bytes)).utf8))
  }
  try output.write(Array((restorer.push(decoder.finish()) + restorer.finish()).utf8))
}
