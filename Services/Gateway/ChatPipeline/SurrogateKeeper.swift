@_spi(Identified) internal import Deidentification
internal import Foundation

/// Where values are kept that may lawfully be read again. The gateway's vault is one.
public protocol ValueVault: Sendable {
  /// Returns the subject's pseudonym once the value is durable.
  func keep(_ value: [UInt8], request: String, tenant: String, subject: String) async throws -> String
  /// nil when nothing was kept, or it was erased.
  func value(request: String, tenant: String) async throws -> [UInt8]?
}

/// Keeps which surrogate stood for which identifier in a request.
public struct SurrogateKeeper: Sendable {
  private let vault: any ValueVault

  public init(vault: any ValueVault) { self.vault = vault }

  /// Returns the subject's pseudonym. Throws `.unavailable` when the map is not durable.
  func keep(_ informed: InformedRequest) async throws(Refusal) -> String {
    let request = informed.deidentified.permitted.request
    do {
      return try await vault.keep(
        Array(informed.map.json()), request: request.id, tenant: informed.deidentified.permitted.principal.tenant,
        // Nobody's but the request's own, where the caller does not say whose it is.
        subject: request.subject?.value ?? "request/\(request.id)")
    } catch {
      throw Refusal(.unavailable, at: .recordIntent, "the vault does not keep surrogates; no model was called")
    }
  }

  /// What can undo the surrogates of a tenant's request; nil when it was not kept or is erased.
  func map(request: String, tenant: String) async throws(Refusal) -> SurrogateMap? {
    do {
      guard let json = try await vault.value(request: request, tenant: tenant) else { return nil }
      return try SurrogateMap(json: Data(json))
    } catch {
      throw Refusal(.unavailable, at: .reidentify, "the vault cannot be read; see its error in the gateway's log")
    }
  }
}
