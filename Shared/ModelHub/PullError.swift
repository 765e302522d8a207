public import HTTPTransport

/// Why a model was not fetched. Messages name files and say what to do.
public enum PullError: Error, Sendable, Equatable {
  case badReference
  case transport(HTTPError, url: String)
  case status(Int, url: String)
  case badRedirect(url: String)
  case badListing(String)
  /// A path in a listing that would lead out of the model's folder, or into what it must not touch.
  case unsafePath
  case nothingChosen
  case severalModels([String])
  case noSpace(bytesNeeded: Int64, bytesFree: Int64)
  case alreadyThere(path: String)
  /// The server sent other bytes than it announced.
  case wrongLength(path: String, expected: Int64, received: Int64)
  case keepsChanging(path: String)
  case wrongDigest(path: String, expected: String, found: String)
  case file(action: String, path: String, errno: Int32)
}

extension PullError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badReference:
      "give hf:OWNER/NAME[@REVISION], ms:OWNER/NAME[@REVISION], or the https:// URL of a repository or file"
    case .transport(let error, let url): "\(url): \(error)"
    case .status(401, let url), .status(403, let url):
      "\(url): no access; set HF_TOKEN, or accept the model's terms on its page"
    case .status(404, let url): "\(url): there is no such model, revision or file"
    case .status(let code, let url): "\(url): HTTP status \(code)"
    case .badRedirect(let url): "\(url): leads to a place that is not https, or too often on"
    case .badListing(let reason): "the list of files cannot be used: \(reason)"
    case .unsafePath: "the list of files holds a path that leads out of the model's folder; nothing was fetched"
    case .nothingChosen: "no file is wanted; give --include 'PATTERN' for the ones that are"
    case .severalModels(let names):
      "several models are there; choose one with --include: \(names.joined(separator: ", "))"
    case .noSpace(let needed, let free): "\(needed) bytes are needed, but \(free) are free; make room and run it again"
    case .alreadyThere(let path): "\(path) is already there; remove it, or give --name for another"
    case .wrongLength(let path, let expected, let received):
      "\(path): \(received) bytes came where \(expected) were announced"
    case .keepsChanging(let path): "\(path): the file changes while it is fetched; try again later"
    case .wrongDigest(let path, let expected, let found):
      "\(path): its SHA-256 is \(found), but \(expected) was expected; it was thrown away"
    case .file(let action, let path, let number): "cannot \(action) \(path): errno \(number)"
    }
  }
}
