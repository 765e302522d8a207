internal import CContracts

/// Why a sequence ended, on its last chunk.
public enum FinishReason: Sendable, Equatable {
  /// More will follow.
  case none
  case stop
  case length
  /// A reason of a later version. The sequence has ended, as after any other reason.
  case unrecognized(UInt32)

  public var isFinal: Bool { self != .none }

  init(_ message: Weir__V1__FinishReason) {
    self =
      switch message {
      case WEIR__V1__FINISH_REASON__FINISH_NONE: .none
      case WEIR__V1__FINISH_REASON__FINISH_STOP: .stop
      case WEIR__V1__FINISH_REASON__FINISH_LENGTH: .length
      default: .unrecognized(message.rawValue)
      }
  }

  var message: Weir__V1__FinishReason {
    switch self {
    case .none: WEIR__V1__FINISH_REASON__FINISH_NONE
    case .stop: WEIR__V1__FINISH_REASON__FINISH_STOP
    case .length: WEIR__V1__FINISH_REASON__FINISH_LENGTH
    case .unrecognized(let raw): Weir__V1__FinishReason(raw)
    }
  }
}
