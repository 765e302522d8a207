/// Step 2: the caller is known. Only ``Authenticator`` makes one.
public struct AuthenticatedRequest: Sendable {
  public let request: ChatRequest
  public let principal: Principal

  fileprivate init(request: ChatRequest, principal: Principal) {
    self.request = request
    self.principal = principal
  }
}

/// Who calls: a tenant, a role in it, and the key that proved it.
public struct Principal: Sendable, Hashable {
  public let tenant: String
  public let role: String
  public let keyID: String

  public init(tenant: String, role: String, keyID: String) {
    self.tenant = tenant
    self.role = role
    self.keyID = keyID
  }
}

/// Knows which keys were issued. Implementations compare in constant time.
public protocol KeyDirectory: Sendable {
  func principal(bearer: String) -> Principal?
}

/// Turns a credential into a principal.
public struct Authenticator: Sendable {
  private let keys: any KeyDirectory

  public init(keys: any KeyDirectory) { self.keys = keys }

  /// Throws `.unauthenticated` for a missing or unknown key.
  public func authenticate(_ request: ChatRequest) throws(Refusal) -> AuthenticatedRequest {
    AuthenticatedRequest(request: request, principal: try principal(request.credential))
  }

  /// Whose key this is.
  func principal(_ credential: Credential) throws(Refusal) -> Principal {
    guard let bearer = credential.bearer, let principal = keys.principal(bearer: bearer) else {
      throw Refusal(
        .unauthenticated, at: .authenticate, "send a key made with 'weir key add' as 'Authorization: Bearer KEY'")
    }
    return principal
  }
}
