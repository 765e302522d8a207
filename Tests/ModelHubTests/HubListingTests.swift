import TestSupport
import Testing

@testable import ModelHub

@Suite struct HubListingTests {
  @Test(
    "paths that lead out of the model's folder",
    arguments: [
      "../x", "a/../x", "/x", "a//x", "a/", "", ".", "..", ".x", "a/.x", "a\\x", "c:x", "a\u{0}", "a\nb", "a\u{202e}b",
      String(repeating: "a", count: 241), String(repeating: "a/", count: 16) + "a",
    ])
  func unsafePaths(path: String) { #expect(SafePath(path) == nil) }

  @Test("paths that stay", arguments: ["x", "a/b.gguf", "模型.gguf", "a b", "a..b", String(repeating: "a", count: 240)])
  func safePaths(path: String) { #expect(SafePath(path)?.text == path) }

  @Test(
    "patterns",
    arguments: [
      ("a.gguf", "*.gguf", true), ("b/c.gguf", "*.gguf", true), ("b/c.gguf", "b/*", true), ("b/d/c.gguf", "b/*", false),
      ("b/d/c.gguf", "b/**", true), ("model-Q4_K_M.gguf", "*q4*", false), ("model-Q4_K_M.gguf", "*Q4_?_M*", true),
      ("a", "", false), ("", "*", true), ("abc", "a*b*c", true), ("abc", "a*bd*c", false),
      (String(repeating: "a", count: 200), String(repeating: "*a", count: 100) + "b", false),
    ] as [(String, String, Bool)])
  func patterns(path: String, pattern: String, matches: Bool) { #expect(Glob.matches(path, pattern) == matches) }

  @Test func oneGGUFOfManyMustBeChosen() throws {
    let files = ["a.gguf", "b.gguf", "README.md"].map { HubFile(path: $0, size: 1, sha256: nil, url: "") }
    #expect(throws: PullError.severalModels(["a.gguf", "b.gguf"])) { try FileChoice.choose(files, include: []) }
    #expect(try FileChoice.choose(files, include: ["a.*"]).map(\.path) == ["a.gguf"])
    #expect(throws: PullError.nothingChosen) { try FileChoice.choose(files, include: ["c.*"]) }
  }

  @Test func safetensorsComeWithWhatBelongsToThem() throws {
    let names = ["config.json", "m-1.safetensors", "tokenizer.model", "pytorch_model.bin", "onnx/m.json", "README.md"]
    let files = names.map { HubFile(path: $0, size: 1, sha256: nil, url: "") }
    #expect(try FileChoice.choose(files, include: []).map(\.path) == Array(names.prefix(3)))
  }

  @Test func aPathThatIsThereTwiceIsRefused() {
    let files = ["A.json", "a.json"].map { HubFile(path: $0, size: 1, sha256: nil, url: "") }
    #expect(throws: PullError.self) { try HubListing.check(files) }
  }

  @Test(
    "Content-Range",
    arguments: [
      ("bytes 0-9/10", ContentRange?.some(0..<10, 10)), ("bytes 5-5/10", .some(5..<6, 10)), ("bytes 0-10/10", nil),
      ("bytes 5-4/10", nil), ("bytes 0-9/*", nil), ("bytes */10", nil), ("bytes -1-9/10", nil), ("octets 0-9/10", nil),
      ("bytes 0-9", nil), ("", nil), ("bytes 0-99999999999999999999/10", nil),
    ] as [(String, ContentRange?)])
  func contentRange(field: String, range: ContentRange?) { #expect(ContentRange(field) == range) }

  @Test("noise in listings, ranges and links never traps")
  func fuzz() throws {
    var random = SeededGenerator(seed: 1)
    let hub = Hub(.huggingFace, endpoint: "https://x")
    let honest = Array(#"[{"type":"file","path":"a/b.gguf","size":5,"lfs":{"oid":"00","size":5}}]"#.utf8)
    for _ in 0..<3_000 {
      var bytes = honest
      for _ in 0..<3 { bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 32...126, using: &random) }
      for kind in Hub.Kind.allCases {
        let files = try? HubListing.files(bytes, hub: Hub(kind, endpoint: "https://x"), name: "a/b", revision: "main")
        for file in files ?? [] { #expect(SafePath(file.path) != nil) }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      _ = ContentRange("bytes " + text)
      _ = NextPage.url(text, after: "https://x/y")
    }
    #expect(try HubListing.files(honest, hub: hub, name: "a/b", revision: "main").count == 1)
  }

  @Test(
    "pages are followed at the same place only",
    arguments: [
      (#"<https://x/y?c=1>; rel="next""#, "https://x/y?c=1"), (#"</z?c=1>; rel="next""#, "https://x/z?c=1"),
      (#"<https://evil/y>; rel="next""#, nil), (#"<http://x/y>; rel="next""#, nil),
      (#"<https://x/y>; rel="prev""#, nil),
      (#"<https://x/p>; rel="prev", <https://x/n>; rel="next""#, "https://x/n"), (nil, nil),
    ] as [(String?, String?)])
  func pages(field: String?, next: String?) { #expect(NextPage.url(field, after: "https://x/y") == next) }
}

extension ContentRange? {
  fileprivate static func some(_ range: Range<Int64>, _ total: Int64) -> Self {
    ContentRange("bytes \(range.lowerBound)-\(range.upperBound - 1)/\(total)")
  }
}
