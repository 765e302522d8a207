/// What a process is on the wire. Its key pair, and what the gateway allows that key to do, follow from it.
public enum Role: String, Sendable, CaseIterable {
  case gateway, tokenizer, worker, knowledge, client

  /// The executable; clients have many.
  public var executable: String { self == .client ? "weir" : "weir-\(rawValue)" }
}
