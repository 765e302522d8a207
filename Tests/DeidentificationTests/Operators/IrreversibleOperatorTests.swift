import Testing

@testable @_spi(Identified) import Deidentification

@Suite struct IrreversibleOperatorTests {
  @Test(
    "a mask covers letters and digits and leaves the rest",
    arguments: [
      ("4111-1111-1111-1234", Mask(keepLast: 4), "****-****-****-1234"),
      ("4111 1111 1111 1234", Mask(character: "#", keepFirst: 2), "41## #### #### ####"),
      ("a.b@c.org", Mask(), "*.*@*.***"), ("王伟", Mask(keepFirst: 1), "王*"), ("é1", Mask(), "**"),
      ("👩‍👩‍👧", Mask(), "*"), ("---", Mask(), "---"), ("", Mask(), ""),
      // What would stay whole is covered whole.
      ("1234", Mask(keepLast: 4), "****"), ("1234", Mask(keepFirst: 3, keepLast: 3), "****"),
    ])
  func masks(text: String, mask: Mask, expected: String) throws {
    #expect(try replaced(text, .card, .mask(mask)) == expected)
  }

  @Test func redactionWritesAFixedTextOrNothing() throws {
    #expect(try replaced("Ann", .name, .redact("(someone)")) == "(someone)")
    #expect(try replaced("Ann", .name, .redact("")) == "")
  }

  @Test("a hash tells the same identifier of one tenant and nothing else")
  func hashes() throws {
    let hash = try replaced("Ann", .name, .hash)
    #expect(hash.wholeMatch(of: #/NAME-[0-9a-z]{12}/#) != nil)
    #expect(try replaced("Ann", .name, .hash) == hash)
    #expect(try replaced("Ann", .id, .hash).dropFirst(3) != hash.dropFirst(5))
    #expect(try replaced("Anna", .name, .hash) != hash)
    var elsewhere = SurrogateMap(keys: TestKeys.make(tenant: "south"))
    #expect(try replaced("Ann", .name, .hash, &elsewhere) != hash)
  }

  @Test("tenant and subject are no way round each other")
  func scopes() {
    #expect(TestKeys.make(tenant: "ab").derived("x", ["c"]) != TestKeys.make(tenant: "a").derived("x", ["bc"]))
    #expect(TestKeys.make().derived("x", ["a", "b"]) != TestKeys.make().derived("x", ["ab", ""]))
    #expect("\(TestKeys.make())" == "SurrogateKeys")
  }

  @Test("operators that derive refuse a map without keys", arguments: ["surrogate", "hash", "encrypt", "shift_date"])
  func missingKeys(name: String) throws {
    let methods: [IdentifierOperator] = [.surrogate, .hash, .encrypt, .shiftDate]
    let method = try #require(methods.first { $0.name.rawValue == name })
    var map = SurrogateMap()
    #expect(throws: DeidentificationError.missingKeys(operator: name)) { try replaced("Ann", .date, method, &map) }
  }

  @Test("no map brings back what an irreversible operator took")
  func gone() throws {
    var map = SurrogateMap(keys: TestKeys.make())
    let text = "Dr. Hannah Pryce, 4111 1111 1111 1111, a@b.org, on 04/17/2016, call 415-555-0132."
    let hidden = try Compiled.irreversible.text(text, &map)
    #expect(hidden.contains("**** **** **** 1111, , on 2016, call 1."))
    #expect(restored(hidden, map) == hidden)
    #expect(try !String(decoding: map.json(), as: UTF8.self).contains("Pryce"))
  }

  @Test("a name that was hashed is still found when a later turn has it in part")
  func laterTurns() throws {
    var map = SurrogateMap(keys: TestKeys.make())
    _ = try Compiled.irreversible.text("The patient is Mr. Quillon Tavistock.", &map)
    #expect(try !Compiled.irreversible.text("did Tavistock sleep?", &map).contains("Tavistock"))
  }

  @Test("words that a removal joins are not taken for a placeholder")
  func junctions() throws {
    var map = SurrogateMap(keys: TestKeys.make())
    _ = map.surrogate(for: "Ann", kind: .name)
    let hidden = try Compiled.irreversible.text("[NAME_a@b.org1] and [NAME_415-555-0132]", &map)
    #expect(restored(hidden, map) == hidden)
  }
}
