internal import CContracts

/// One event of a chat call.
public enum ChatEvent: WireMessage {
  case opened(ChatOpened)
  case delta(ChatDelta)
  case finish(ChatFinish)
}

extension ChatEvent: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__ChatEvent>?) -> Void { weir__v1__chat_event__init }

  init(_ message: Weir__V1__ChatEvent) throws(ContractError) {
    // protoc-c keeps a oneof's members in a union: only the one that the case names may be read.
    switch message.event_case {
    case WEIR__V1__CHAT_EVENT__EVENT_OPENED: self = .opened(try Self.present(ChatOpened(message.opened)))
    case WEIR__V1__CHAT_EVENT__EVENT_DELTA: self = .delta(try Self.present(ChatDelta(message.delta)))
    case WEIR__V1__CHAT_EVENT__EVENT_FINISH: self = .finish(try Self.present(ChatFinish(message.finish)))
    default: throw .missing(field: "ChatEvent.event")
    }
  }

  func store(in message: inout Weir__V1__ChatEvent, _ arena: borrowing Arena) {
    switch self {
    case .opened(let opened):
      message.event_case = WEIR__V1__CHAT_EVENT__EVENT_OPENED
      message.opened = opened.pointer(arena)
    case .delta(let delta):
      message.event_case = WEIR__V1__CHAT_EVENT__EVENT_DELTA
      message.delta = delta.pointer(arena)
    case .finish(let finish):
      message.event_case = WEIR__V1__CHAT_EVENT__EVENT_FINISH
      message.finish = finish.pointer(arena)
    }
  }

  private static func present<Event>(_ event: Event?) throws(ContractError) -> Event {
    guard let event else { throw .missing(field: "ChatEvent.event") }
    return event
  }
}
