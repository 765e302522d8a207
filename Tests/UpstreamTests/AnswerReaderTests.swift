import TestSupport
import Testing

@testable import Upstream

/// What vLLM, llama-server, DeepSeek and OpenAI send, as tokens.
@Suite struct AnswerReaderTests {
  @Test func aChatEnds() throws {
    let stream = [
      Events.chat("\"role\":\"assistant\",\"content\":\"\""), Events.content("He"), Events.content("llo"),
      Events.chat("", finish: "stop"), Events.usage(7), Events.done,
    ]
    #expect(
      try read(stream) == [
        UpstreamToken(choice: 0, text: "He"), UpstreamToken(choice: 0, text: "llo"),
        UpstreamToken(choice: 0, text: "", finish: .stop, tokens: 5),
      ])
  }

  @Test func aCompletionEndsWithItsText() throws {
    let stream = [Events.text("He"), Events.text("llo", finish: "length"), Events.done]
    #expect(
      try read(stream) == [
        UpstreamToken(choice: 0, text: "He"), UpstreamToken(choice: 0, text: "llo", finish: .length),
      ])
  }

  @Test(
    "reasoning in a field of its own is wrapped",
    arguments: [
      ([("r", "Hm"), ("r", "m"), ("c", "Yes")], "<think>\nHmm\n</think>\n\nYes"),
      ([("r", "Hm")], "<think>\nHm\n</think>\n\n"),
      ([("c", "Yes")], "Yes"),
      ([("c", "Yes"), ("r", "or"), ("c", "no")], "Yes\n<think>\nor\n</think>\n\nno"),
    ] as [([(String, String)], String)])
  func reasoning(parts: [(String, String)], text: String) throws {
    for field in ["reasoning_content", "reasoning"] {
      let stream = parts.map { Events.chat("\"\($0 == "r" ? field : "content")\":\"\($1)\"") }
      #expect(try self.text(stream + [Events.chat("", finish: "stop"), Events.done]) == text)
    }
  }

  @Test func choicesAreToldApart() throws {
    let stream = [
      Events.content("a", choice: 1), Events.content("b", choice: 0), Events.chat("", finish: "length", choice: 1),
      Events.content("c", finish: "stop", choice: 0), Events.usage(3), Events.done,
    ]
    let tokens = try read(stream, choices: 2)
    #expect(tokens.filter { $0.choice == 0 }.map(\.text) == ["b", "c"])
    #expect(tokens.filter { $0.choice == 1 }.map(\.finish) == [nil, .length])
    #expect(tokens.map(\.tokens).reduce(0, +) == 3)
  }

  @Test(
    "what is refused",
    arguments: [
      (["data: {\n\n"], UpstreamError.malformed),
      ([Events.content("a", choice: 1)], .malformed),
      (["data: {\"error\":{\"message\":\"secret\"}}\n\n"], .failed),
      ([Events.chat("\"tool_calls\":[{\"index\":0}]")], .otherContent),
      ([Events.chat("\"function_call\":{}")], .otherContent),
      ([Events.chat("\"audio\":{}")], .otherContent),
      ([Events.chat("", finish: "tool_calls")], .otherContent),
      ([Events.chat("", finish: "insufficient_system_resource")], .failed),
      ([Events.content("a")], .brokenOff),
      ([Events.content("a"), Events.done], .brokenOff),
      ([], .brokenOff),
    ] as [([String], UpstreamError)])
  func refusals(stream: [String], error: UpstreamError) {
    #expect(throws: error) { try read(stream) }
  }

  @Test func nothingCountsAfterAChoiceHasEnded() throws {
    #expect(
      try text([Events.content("a", finish: "stop"), Events.content("b"), Events.done, Events.content("c")]) == "a")
  }

  @Test func aRefusalIsText() throws {
    #expect(try text([Events.chat("\"refusal\":\"No.\"", finish: "stop")]) == "No.")
  }

  @Test("cuts change nothing, damage never traps")
  func fuzz() throws {
    var random = SeededGenerator(seed: 9)
    let honest = [
      Events.chat("\"reasoning_content\":\"a\""), Events.content("é张"), Events.chat("", finish: "stop"),
      Events.usage(4),
      Events.done,
    ].joined()
    let whole = try read([honest])
    for _ in 0..<2_000 {
      var bytes = Array(honest.utf8)
      let cut = Int.random(in: 0...bytes.count, using: &random)
      var reader = AnswerReader(choices: 1)
      #expect(try reader.push(Array(bytes[..<cut])) + reader.push(Array(bytes[cut...])) == whole)
      for _ in 0..<3 { bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random) }
      reader = AnswerReader(choices: 1)
      _ = try? reader.push(bytes)
      _ = try? reader.finish()
    }
  }

  private func text(_ stream: [String]) throws -> String { try read(stream).map(\.text).joined() }

  private func read(_ stream: [String], choices: Int = 1) throws -> [UpstreamToken] {
    var reader = AnswerReader(choices: choices)
    return try stream.flatMap { try reader.push(Array($0.utf8)) } + reader.finish()
  }
}
