internal import Synchronization

/// A value that is made when it is first asked for, once.
final class Deferred<Value: Sendable>: Sendable {
  private enum State {
    case made(Value)
    case pending(@Sendable () -> Value)
  }

  private let state: Mutex<State>

  init(_ make: @escaping @Sendable () -> Value) { state = Mutex(.pending(make)) }
  init(made value: Value) { state = Mutex(.made(value)) }

  /// Lets go of the value, which `make` makes once more if it is asked for.
  func drop(remaking make: @escaping @Sendable () -> Value) { state.withLock { $0 = .pending(make) } }

  var value: Value {
    state.withLock { state in
      switch state {
      case .made(let value): return value
      case .pending(let make):
        let value = make()
        state = .made(value)
        return value
      }
    }
  }
}
