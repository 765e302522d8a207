internal import Synchronization

/// Keeps a few C workspaces between calls; taking and putting back never wait.
final class WorkspacePool: Sendable {
  private let slots: [Slot]

  private final class Slot: Sendable {
    let workspace = Atomic<UInt>(0)
  }

  init(countMax: Int) { slots = (0..<countMax).map { _ in Slot() } }

  /// One that is idle; nil if there is none.
  func take() -> OpaquePointer? {
    for slot in slots {
      let bits = slot.workspace.exchange(0, ordering: .acquiring)
      if bits != 0 { return OpaquePointer(bitPattern: bits) }
    }
    return nil
  }

  /// Keeps `workspace`; false if there is no room.
  func put(_ workspace: OpaquePointer) -> Bool {
    let bits = UInt(bitPattern: workspace)
    return slots.contains { slot in
      slot.workspace.compareExchange(expected: 0, desired: bits, ordering: .releasing).exchanged
    }
  }
}
