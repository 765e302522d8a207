internal import Foundation

/// Runs `body` on a new thread, for work that blocks.
func detachThread(_ body: @escaping @Sendable () -> Void) {
  Thread.detachNewThread(body)
}
