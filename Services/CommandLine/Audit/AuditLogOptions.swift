import ArgumentParser
import Audit
import Foundation

/// Which log, and whose signature to believe.
struct AuditLogOptions: ParsableArguments {
  @Option(help: "The log's public key (name+id+base64), or a file with it. Default: the key stored beside the log.")
  var key: String?

  @Option(help: "The folder that sealed records were moved to, if any were.") var cold: String?

  func verifier(directory: String?) throws -> AuditVerifier {
    try AuditVerifier(directory: directory ?? Self.defaultDirectory, key: key.map(Self.readKey), cold: cold)
  }

  static var defaultDirectory: String {
    let environment = ProcessInfo.processInfo.environment
    return (environment["WEIR_HOME"] ?? "\(environment["HOME"] ?? ".")/.weir") + "/audit"
  }

  /// A key given as text or as the path of a file that holds it.
  static func readKey(_ argument: String) throws -> NoteKey {
    let text = (try? String(contentsOfFile: argument, encoding: .utf8)) ?? argument
    return try NoteKey(vkey: text.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  /// How far the key can be trusted, for the sentence that reports a success.
  var trust: String {
    key == nil ? "the key stored beside the log; give --key to check against one you trust" : "your key"
  }
}

/// Ends the process with status 1 and the reason, when what was checked is not as it must be.
func reportingFailures(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch let error as AuditError {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    throw ExitCode(1)
  }
}
