import Audit
import ChatPipeline
import Foundation
import HTTPTypes
import Hummingbird

/// `GET /v1/audit/…`: records of the caller's own tenant, proofs of them and the log's head, for the role auditor. No
/// text of a request is in a record.
struct AuditRoutes: Sendable {
  let reading: RecordReading
  let auditor: AuditVerifier

  /// Records of one answer: a page of evidence; `after` goes on from there.
  static let recordsMax = 1000

  /// `/v1/audit/checkpoint`: the signed head, a C2SP tlog-checkpoint.
  func checkpoint(_ request: Request) async -> Response {
    await answer(request, "checkpoint") { _ in text(try auditor.checkpoint().text) }
  }

  /// `/v1/audit/records?since&until&kind&decision&entity&document&request&key&role&act&after&limit`, JSON Lines.
  func records(_ request: Request) async -> Response {
    let search: RecordSearch
    do { search = try RecordSearch(request.uri.queryParameters) } catch { return ErrorResponse.response(error) }
    return await answer(request, "records") { principal in
      text(try search.lines(of: auditor, tenant: principal.tenant), type: "application/jsonl")
    }
  }

  /// `/v1/audit/records/{index}`: the record, byte for byte as hashed.
  func record(_ request: Request, _ index: String?) async -> Response {
    await answer(request, "record \(UInt64(index ?? "").map(String.init) ?? "")") { principal in
      try own(index, principal).map { text(String(decoding: $0.bytes, as: UTF8.self), type: "application/json") }
        ?? Self.missing
    }
  }

  /// `/v1/audit/proofs/{index}`: that the record is in the log, a C2SP tlog-proof.
  func proof(_ request: Request, _ index: String?) async -> Response {
    await answer(request, "proof \(UInt64(index ?? "").map(String.init) ?? "")") { principal in
      try own(index, principal).map { text(try auditor.prove(index: $0.index).text) } ?? Self.missing
    }
  }

  /// The record, if there is one and it is of the caller's tenant: other tenants' records do not exist for it.
  private func own(_ index: String?, _ principal: Principal) throws -> (index: UInt64, bytes: [UInt8])? {
    guard let index = index.flatMap({ UInt64($0) }), let bytes = try? auditor.record(index: index),
      try AuditRecord(canonicalBytes: bytes).tenant == principal.tenant
    else { return nil }
    return (index, bytes)
  }

  private func answer(
    _ request: Request, _ what: String, _ body: @escaping @Sendable (Principal) throws -> Response
  ) async -> Response {
    let principal: Principal
    do throws(Refusal) {
      principal = try await reading.authorize(request.credential, route: request.uri.path, what: what)
    } catch {
      return ErrorResponse.response(error)
    }
    // Reading a long log takes a thread for a while: not one of those that serve requests.
    return await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: Self.caught { try body(principal) }) }
    }
  }

  private static func caught(_ body: () throws -> Response) -> Response {
    do { return try body() } catch {
      return ErrorResponse.response(
        .serviceUnavailable, "the audit log cannot be read: run 'weir audit verify' on the gateway", type: "api_error",
        code: "audit")
    }
  }

  private static var missing: Response {
    ErrorResponse.response(
      .notFound, "there is no such record of this tenant", type: "invalid_request_error", code: "audit")
  }

  private func text(_ text: String, type: String = "text/plain; charset=utf-8") -> Response {
    Response(
      status: .ok, headers: [.contentType: type, .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
