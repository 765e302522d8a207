import Testing

@testable import Deidentification

@Suite struct SecretRecognizerTests {
  // Built from halves, so that no scanner takes this file for a leak.
  @Test(
    "tokens by their issuer's prefix",
    arguments: [
      "AKIA" + "IOSFODNN7EXAMPLE", "ghp_" + "abcdefghijklmnopqrstuvwxyz0123456789",
      "sk-" + "proj-abcdefghijklmnopqrstuv", "xoxb-" + "123456789012-abcdefgh",
      "eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWIiOiIxMjM0In0.c2lnbmF0dXJl",
    ])
  func token(secret: String) throws {
    #expect(try found(.secretToken, in: "key \(secret) end") == [secret])
  }

  @Test("words that only look like tokens", arguments: ["AKIA is short", "sk-learn", "task-sk-", "xoxo"])
  func noToken(text: String) throws {
    #expect(try found(.secretToken, in: text) == [])
  }

  @Test(
    "after a cue",
    arguments: [
      ("password: hunter2!", ["hunter2!"]), ("api_key=\"a1b2c3d4e5\"", ["a1b2c3d4e5"]), ("密码：abc123", ["abc123"]),
      ("password: tigerlily", ["tigerlily"]),
      ("password: required", []),
      ("password reset", []), ("the secret garden", []),
    ])
  func cued(text: String, expected: [String]) throws {
    #expect(try found(.cuedSecret, in: text) == expected)
  }

  @Test func credentialInAnAddress() throws {
    #expect(
      try found(.credentialURL, in: "use postgres://ann:pw77@db.local:5432/x now") == [
        "postgres://ann:pw77@db.local:5432/x"
      ])
    #expect(try found(.credentialURL, in: "see https://example.org/a@b") == [])
  }
}
