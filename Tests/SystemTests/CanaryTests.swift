import Foundation
import Glibc
import Testing

/// Identifiers of a made-up person, sent down every path, must be in no sink: no log, metric, record, error, store or
/// output of any process, not even of one that crashes while it holds them.
///
/// 45 CFR 164.514(b)(2): these are identifiers of the individual. GDPR Art. 25: data protection by default.
@Suite(.serialized) struct CanaryTests {
  /// What is searched for; each stands in the question.
  static let canaries = [
    "Quillenbrook", "Drosterwick", "219-45-6781", "617-555-0193", "617) 555-0193", "qdrosterwick@example.net",
    "MRN-7729418", "7729418", "令狐昭华", "13912877465", "110105198807302383",
  ]
  static let question = """
    My patient Ms. Quillenbrook Drosterwick, SSN 219-45-6781, MRN-7729418, phone (617) 555-0193, e-mail \
    qdrosterwick@example.net, asks about asthma. 患者令狐昭华，手机13912877465，身份证号110105198807302383，有哮喘。
    """

  @Test func identifiersReachNoSink() async throws {
    let installation = try await RunningInstallation()
    try await useEveryPath(of: installation)
    let refusals = try await refuseOnEveryPath(of: installation)
    for refusal in refusals { #expect(Self.found(in: Data(refusal.body.utf8)).isEmpty, "an error repeats its input") }
    try await crashEachProcess(of: installation)
    let metrics = await installation.get("/metrics")
    #expect(metrics.status == 200 && Self.found(in: Data(metrics.body.utf8)).isEmpty)
    try searchFiles(of: installation)
    installation.stop()
  }

  /// The search itself, on a file that holds a canary: without this the test above could not fail.
  @Test func theSearchFindsACanary() {
    #expect(Self.found(in: Data("…Drosterwick…".utf8)) == ["Drosterwick"])
    #expect(Self.canaries.allSatisfy { Self.found(in: Data($0.utf8)).contains($0) })
  }

  private func useEveryPath(of installation: RunningInstallation) async throws {
    let whole = await installation.ask(Self.question)
    let streamed = await installation.ask(Self.question, isStreaming: true)
    #expect(whole.isAnswered && streamed.isAnswered, "\(whole) \(streamed)")
    let body = try JSONSerialization.data(withJSONObject: ["text": Self.question])
    let deidentified = await installation.post("/v1/deidentify", body)
    #expect(deidentified.status == 200 && Self.found(in: Data(deidentified.body.utf8)).isEmpty, "\(deidentified)")
    let asked = try installation.weir("ask", Self.question)
    #expect(asked.status == 0, "\(asked.output)")
  }

  private func refuseOnEveryPath(of installation: RunningInstallation) async throws -> [HTTPAnswer] {
    let quoted = try #require(String(data: JSONEncoder().encode(Self.question), encoding: .utf8))
    var answers = [await installation.ask(Self.question, model: Self.question)]
    for body in [
      Self.question, "{\(quoted):1}", "{\"model\":\"m\",\"messages\":\(quoted)}",
      "{\"model\":\"m\",\"messages\":[{\"role\":\(quoted),\"content\":\"a\"}]}",
    ] {
      answers.append(await installation.post("/v1/chat/completions", Data(body.utf8)))
      answers.append(await installation.post("/v1/deidentify", Data(body.utf8)))
    }
    for answer in answers { #expect(answer.isRefused && answer.status >= 400, "\(answer)") }
    _ = exchange(Array(Self.question.utf8), port: installation.rpcPort)
    _ = exchange(Array("GET /\(Self.question) HTTP/1.1\r\n\r\n".utf8), port: installation.httpPort)
    return answers
  }

  /// SIGSEGV is what a real fault raises: a crash reporter, where one is on, would print memory.
  private func crashEachProcess(of installation: RunningInstallation) async throws {
    for service in RunningInstallation.services {
      async let asked = installation.ask(Self.question, isStreaming: true, tokensMax: 96)
      try await Task.sleep(for: .milliseconds(150))
      try installation.signal(service, SIGSEGV)
      _ = await asked
      try await eventually("\(service) answers again") { await installation.ask(Self.question).isAnswered }
    }
  }

  private func searchFiles(of installation: RunningInstallation) throws {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: installation.home.path)
    var searched = 0
    for path in paths {
      guard let data = FileManager.default.contents(atPath: installation.home.appending(path: path).path) else {
        continue
      }
      searched += 1
      #expect(Self.found(in: data).isEmpty, "\(path) holds \(Self.found(in: data))")
    }
    #expect(searched > 20 && paths.contains { $0.hasPrefix("log/weir-gateway") }, "\(paths)")
  }

  private static func found(in data: Data) -> [String] {
    canaries.filter { data.range(of: Data($0.utf8)) != nil }
  }
}
