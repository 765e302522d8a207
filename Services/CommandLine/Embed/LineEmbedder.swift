internal import Foundation
internal import Generation
internal import Synchronization
internal import Tokenization

/// Answers lines of `weir embed`.
struct LineEmbedder: Sendable {
  let encoder: any Encoder
  /// A model whose tokenizer cannot be read still embeds given ids.
  let tokenizer: Result<Tokenizer, any Error>
  let pooling: Pooling
  let isNormalized: Bool
  let sessions: SessionPool

  func answer(_ line: [UInt8]) -> [UInt8] {
    let value: JSONValue
    do { value = try JSONParser.parse(line) } catch { return lineError(id: nil, "\(error)") }
    let id = JSONID(value["id"])
    do {
      return encodeLine(EmbeddedLine(id: id, embedding: embed(try fitted(try ids(in: value)))))
    } catch {
      return lineError(id: id, "\(error)")
    }
  }

  private func ids(in line: JSONValue) throws -> [Int32] {
    if let text = line["text"]?.string { return try tokenizer.get().encode(text, addSpecial: true) }
    guard let ids = line["ids"]?.array else { throw LineComplaint(#"the line has neither "text" nor "ids""#) }
    return try ids.map { element in
      guard let id = element.int, let id = Int32(exactly: id) else { throw LineComplaint("an id is no whole number") }
      return id
    }
  }

  /// Cut to the model's length with the closing token kept, as the models were trained.
  private func fitted(_ ids: [Int32]) throws -> [Int32] {
    let description = encoder.description
    guard let last = ids.last else { throw LineComplaint("the text has no tokens") }
    guard ids.allSatisfy({ (0..<description.vocabularySize).contains(Int($0)) }) else {
      throw LineComplaint("an id is outside 0 to \(description.vocabularySize - 1)")
    }
    return ids.count <= description.contextTokens ? ids : ids.prefix(description.contextTokens - 1) + [last]
  }

  private func embed(_ ids: [Int32]) -> [Float] {
    let vector = pooling(sessions.with { $0.states(of: [ids])[0] })
    return isNormalized ? normalized(vector) : vector
  }
}

/// Why a line cannot be answered.
struct LineComplaint: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Sessions that the lines under way take turns with, one thread at each.
final class SessionPool: Sendable {
  private let encoder: any Encoder
  private let free: Mutex<[Held]>

  /// A session is lent to one line at a time.
  private struct Held: @unchecked Sendable { let session: any EncoderSession }

  init(_ encoder: any Encoder) {
    self.encoder = encoder
    free = Mutex([])
  }

  func with<R>(_ body: (any EncoderSession) -> R) -> R {
    let held = free.withLock { $0.popLast() } ?? Held(session: encoder.makeSession(batchTokens: 1, threads: 1))
    defer { free.withLock { $0.append(held) } }
    return body(held.session)
  }
}

private struct EmbeddedLine: Encodable {
  var id: JSONID?
  var embedding: [Float]
}
