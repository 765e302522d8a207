internal import CContracts

/// A signed clearance: Ed25519 over the canonical bytes of the statement.
public struct ClearanceToken: WireMessage {
  public var statement: [UInt8]
  public var signature: [UInt8]

  public init(statement: [UInt8] = [], signature: [UInt8] = []) {
    self.statement = statement
    self.signature = signature
  }
}

extension ClearanceToken: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__ClearanceToken>?) -> Void { weir__v1__clearance_token__init }

  init(_ message: Weir__V1__ClearanceToken) {
    statement = [UInt8](message.statement)
    signature = [UInt8](message.signature)
  }

  func store(in message: inout Weir__V1__ClearanceToken, _ arena: borrowing Arena) {
    message.statement = arena.bytes(statement)
    message.signature = arena.bytes(signature)
  }
}
