import ChatPipeline
import Dispatch
import Foundation
import Logging
import Vault

/// The vault for the pipeline: its disk work has a thread of its own, so that no other request waits for it.
struct VaultAdapter: ValueVault {
  private let vault: Vault
  private let logger: Logger
  private let queue = DispatchQueue(label: "vault")

  init(_ vault: Vault, logger: Logger) {
    self.vault = vault
    self.logger = logger
  }

  func keep(_ value: [UInt8], request: String, tenant: String, subject: String) async throws -> String {
    try await onQueue { vault in
      try vault.keep(
        value, request: request, tenant: tenant, subject: subject, at: Int64(Date().timeIntervalSince1970))
      return vault.pseudonym(of: subject, tenant: tenant)
    }
  }

  func value(request: String, tenant: String) async throws -> [UInt8]? {
    try await onQueue { try $0.value(request: request, tenant: tenant) }
  }

  private func onQueue<Value: Sendable>(_ work: @escaping @Sendable (Vault) throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { [vault, logger] in
        let result = Result { try work(vault) }
        if case .failure(let error) = result { logger.error("vault", metadata: ["error": "\(error)"]) }
        continuation.resume(with: result)
      }
    }
  }
}
