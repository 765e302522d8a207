internal import CContracts

/// Why a sequence ended, on its last chunk.
public enum FinishReason: Sendable, Equatable {
  /// More will follow.
  case none
  case stop
  case length
  /// Withheld by a filter of the upstream's own.
  case contentFilter
  /// A reason of a later version. The sequence has ended, as after any other reason.
  case unrecognized(UInt32)

  public var isFinal: Bool { self != .none }

  init(_ message: Weir__V1__FinishReason) {
    self =
      switch message {
      case WEIR__V1__FINISH_REASON__FINISH_NONE: .none
      case WEIR__V1__FINISH_REASON__FINISH_STOP: .stop
      case WEIR__V1__FINISH_REASON__FINISH_LENGTH: .length
      case WEIR__V1__FINISH_REASON__FINISH_CONTENT_FILTER: .contentFilter
      default: .unrecognized(message.rawValue)
      }
  }

  var message: Weir__V1__FinishReason {
    switch self {
    case .none: WEIR__V1__FINISH_REASON__FINISH_NONE
    case .stop: WEIR__V1__FINISH_REASON__FINISH_STOP
    case .length: WEIR__V1__FINISH_REASON__FINISH_LENGTH
    case .contentFilter: WEIR__V1__FINISH_REASON__FINISH_CONTENT_FILTER
    case .unrecognized(let raw): Weir__V1__FinishReason(raw)
    }
  }
}
