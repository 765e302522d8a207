import ArgumentParser
import Audit

struct AuditProveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove", abstract: "Prove that a record is in the log, as a tlog-proof on standard output.",
    usage: "weir audit prove [DIR] INDEX [--key KEY] [--record]")

  @Argument(help: "The log's folder (default: $WEIR_HOME/audit) and the record's index.") var arguments: [String]
  @Flag(help: "Print the record instead, byte for byte as it was hashed.") var record = false
  @OptionGroup var log: AuditLogOptions

  func validate() throws {
    guard (1...2).contains(arguments.count), UInt64(arguments[arguments.count - 1]) != nil else {
      throw ValidationError("give the log's folder and a record's index, such as: weir audit prove ~/.weir/audit 7")
    }
  }

  func run() throws {
    guard let index = arguments.last.flatMap(UInt64.init) else { return }
    try reportingFailures {
      let auditor = try log.verifier(directory: arguments.count == 2 ? arguments[0] : nil)
      let bytes = try auditor.record(index: index)
      if record { return print(String(decoding: bytes, as: UTF8.self), terminator: "") }
      let proof = try auditor.prove(index: index)
      // What is printed as proved has been checked against the record on disk.
      try proof.verify(record: bytes, key: auditor.trustedKey())
      print(proof.text, terminator: "")
    }
  }
}
