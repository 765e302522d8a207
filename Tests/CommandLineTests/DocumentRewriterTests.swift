import TestSupport
import Testing

@testable import weir

/// The structure of a document stays; values are rewritten under their fields. Here each value "x" becomes "<field>!".
@Suite struct DocumentRewriterTests {
  @Test(
    "JSON keeps its bytes around what is rewritten",
    arguments: [
      (#"{"a": "x", "b": [1, "x"]}"#, #"{"a": "<a>!", "b": [1, "<b>!"]}"#),
      (#"{"a":{"b":"x","c":"y"},"d":"x"}"#, #"{"a":{"b":"<a.b>!","c":"y"},"d":"<d>!"}"#),
      (#"[ "x" , true,null, -1.5e3 ]"#, #"[ "<>!" , true,null, -1.5e3 ]"#),
      (#"{"n":7}"#, #"{"n":"<n>!"}"#),
      (#"{"x":1}"#, #"{"<>!":1}"#),
      ("\"\\u0078\"", "\"<>!\""),
      ("{\"a\":\"x\"}\n{\"a\":\"x\"}\n", "{\"a\":\"<a>!\"}\n{\"a\":\"<a>!\"}\n"),
      ("7", "\"<>!\""),
      ("", ""),
    ])
  func json(document: String, expected: String) throws {
    for pieceBytes in [1, 3, 1000] {
      let rewriter = JSONRewriter { value, path in
        value == "x" || value == "7" ? "<\(path.joined(separator: "."))>!" : nil
      }
      #expect(try rewritten(document, rewriter, pieceBytes: pieceBytes) == expected)
    }
  }

  @Test(
    "malformed JSON is refused with its line",
    arguments: [
      ("{", 1), ("[1,]", 1), ("{\"a\" 1}", 1), ("\n\n{1:2}", 3), ("[1}", 1), ("tru", 1), ("[01]", 1), ("\"a", 1),
      ("[\"\\q\"]", 1), ("[\n\"a\nb\"]", 3), ("]", 1), ("[1 2]", 1), ("{\"a\":1 \"b\":2}", 1), ("[,1]", 1),
      (String(repeating: "[", count: 600), 1),
    ])
  func malformed(document: String, line: Int) {
    let error = #expect(throws: DocumentError.self) {
      try rewritten(document, JSONRewriter { _, _ in nil }, pieceBytes: 1)
    }
    #expect(error?.line == line, "\(String(describing: error))")
  }

  @Test(
    "CSV keeps its quotes and line ends; a column's name goes with each cell",
    arguments: [
      ("a,b\r\n1,x\r\nx,2\r\n", "a,b\r\n1,<b>!\r\n<a>!,2\r\n"),
      ("a;b\n\"x\";\"y;z\"\n", "a;b\n\"<a>!\";\"y;z\"\n"),
      ("a\tb\nx\tx", "a\tb\n<a>!\t<b>!"),
      ("a,\"b \"\"c\"\"\"\n1,x\n", "a,\"b \"\"c\"\"\"\n1,\"<b \"\"c\"\">!\"\n"),
      ("a,b\n1,x,x\n", "a,b\n1,<b>!,<>!\n"),
      ("x,b\nx,1\n", "<>!,b\n<x>!,1\n"),
      ("a,b\n\"1\n2\",x\n", "a,b\n\"1\n2\",<b>!\n"),
    ])
  func csv(document: String, expected: String) throws {
    for pieceBytes in [1, 4, 1000] {
      let rewriter = CSVRewriter { $0 == "x" ? "<\($1 ?? "")>!" : nil }
      #expect(try rewritten(document, rewriter, pieceBytes: pieceBytes) == expected)
    }
  }

  @Test func aQuoteThatIsNotClosedIsRefused() {
    #expect(throws: DocumentError(line: 2, reason: "a quoted cell does not end")) {
      try rewritten("a\n\"b", CSVRewriter { _, _ in nil }, pieceBytes: 9)
    }
  }

  /// Property: with a rewriter that changes nothing, every document comes out as it went in, however it is cut.
  @Test("seeded", arguments: 0..<200 as Range<UInt64>) func nothingIsLost(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let words = [
      "{", "}", "[", "]", ",", ":", "\"a\"", "\"é\\n\"", " ", "\n", "\r\n", "1", "true", "MSH|", ";", "中", "\n\n",
    ]
    let count = Int.random(in: 0..<4000, using: &random)
    let text = (0..<count).map { _ in words.randomElement(using: &random)! }.joined()
    let pieceBytes = Int.random(in: 1...5000, using: &random)
    #expect(try rewritten(text, TextRewriter { _, _ in nil }, pieceBytes: pieceBytes) == text)
    #expect(try rewritten(text, TextRewriter.hl7 { _, _ in nil }, pieceBytes: pieceBytes) == text)
    #expect((try? rewritten(text, CSVRewriter { _, _ in nil }, pieceBytes: pieceBytes)) ?? text == text)
    #expect((try? rewritten(text, JSONRewriter { _, _ in nil }, pieceBytes: pieceBytes)) ?? text == text)
  }

  @Test func longTextIsCutWhereNoWordIsSplit() throws {
    var blocks: [String] = []
    let paragraph = String(repeating: "word ", count: 400) + "\n\n"
    let text = String(repeating: paragraph, count: 400) + String(repeating: "中", count: 800_000)
    let rewriter = TextRewriter { text, _ in
      blocks.append(text)
      return nil
    }
    #expect(try rewritten(text, rewriter, pieceBytes: 65_536) == text)
    #expect(blocks.count > 10 && blocks.allSatisfy { $0.utf8.count <= TextRewriter.blockBytesMax + 65_536 })
    #expect(blocks.dropLast(3).allSatisfy { $0.hasSuffix("\n\n") })
  }

  @Test(
    "FHIR's paths are told in the terms of columns",
    arguments: [
      (["identifier", "value"], "id number"), (["name", "family"], "patient name"), (["birthDate"], "birth date"),
      (["subject", "display"], "patient name"), (["code", "display"], "display"), (["address", "line"], "address"),
      (["address", "country"], nil), (["telecom", "value"], "contact number"), (["valueQuantity", "value"], "value"),
      ([], nil),
    ] as [([String], String?)])
  func fhir(path: [String], field: String?) { #expect(FHIRField.name(of: path) == field) }

  @Test(
    "the beginning tells the format",
    arguments: [
      ("MSH|^~\\&|", DocumentFormat.hl7), (" {\"a\":1}", .json), ("[1]", .json),
      ("{\"resourceType\":\"Patient\"}", .fhir), ("Dear John,", .text), ("", .text), ("a,b\n1,2\n", .text),
    ])
  func sniffed(beginning: String, format: DocumentFormat) {
    #expect(DocumentFormat(beginning: Array(beginning.utf8)) == format)
  }

  private func rewritten(_ text: String, _ rewriter: some DocumentRewriter, pieceBytes: Int) throws -> String {
    var rewriter = rewriter
    var output: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      output += try rewriter.push(Array(rest.prefix(pieceBytes)))
      rest = rest.dropFirst(pieceBytes)
    }
    output += try rewriter.finish()
    return String(decoding: output, as: UTF8.self)
  }
}
