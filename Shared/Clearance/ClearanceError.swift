/// Why a worker refuses a call. Each names what does not match; none holds a prompt.
public enum ClearanceError: Error, Sendable, Equatable, CaseIterable, CustomStringConvertible {
  case malformed
  case modelNameTooLong
  case notSigned
  case expired
  case lifetimeTooLong
  case otherModel
  case tooManyTokens
  case otherPrompt
  case replayed
  case tooManyCalls

  public var description: String {
    switch self {
    case .malformed: "the clearance cannot be read; gateway and worker must be of the same release"
    case .modelNameTooLong: "the model's name exceeds \(ClearanceLimits.modelBytesMax) bytes"
    case .notSigned: "the clearance is not signed by a gateway this worker trusts; check the worker's gateway keys"
    case .expired: "the clearance has expired; check both clocks, or send it sooner"
    case .lifetimeTooLong:
      "the clearance is valid for over \(ClearanceLimits.lifetimeSecondsMax) seconds; check both clocks"
    case .otherModel: "the clearance is for another model"
    case .tooManyTokens: "the call asks for more tokens than the clearance allows"
    case .otherPrompt: "the clearance is for another prompt"
    case .replayed: "the clearance was used before"
    case .tooManyCalls: "the worker remembers as many clearances as it can; try again when some have expired"
    }
  }
}
