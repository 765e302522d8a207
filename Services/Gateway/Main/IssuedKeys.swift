import ChatPipeline
import Foundation
import Operations
import Synchronization

/// The API keys of the keys folder, read again when the file changed, so that a revoked key stops working at once.
final class IssuedKeys: KeyDirectory {
  private let state: StateFolder
  private let cached = Mutex<(stamp: Date?, keys: APIKeys)>((nil, APIKeys()))

  init(state: StateFolder) { self.state = state }

  func principal(bearer: String) -> Principal? {
    let stamp = modified()
    let keys = cached.withLock { cached in
      // Unreadable keys are no keys: nobody gets in.
      if stamp == nil || cached.stamp != stamp { cached = (stamp, (try? APIKeys(state)) ?? APIKeys()) }
      return cached.keys
    }
    return keys.owner(of: bearer).map { Principal(tenant: $0.tenant, role: $0.role, keyID: $0.id) }
  }

  private func modified() -> Date? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: APIKeys.path(state))
    return attributes?[.modificationDate] as? Date
  }
}
