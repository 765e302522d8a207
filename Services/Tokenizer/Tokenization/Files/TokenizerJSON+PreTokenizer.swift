extension TokenizerJSON {
  /// The steps, and whether the last turns text into bytes, which the model then starts from.
  typealias PreTokenizerSteps = (steps: PreTokenizer, isByteLevel: Bool)

  func preTokenizer(_ component: JSONValue?) throws(TokenizerError) -> PreTokenizerSteps {
    guard let component, let type = try Self.type(of: component, "pre_tokenizer") else { return (.identity, false) }
    switch type {
    case "Sequence": return try sequence(try Self.elements(component, "pretokenizers"))
    case "ByteLevel": return (try byteLevel(component), true)
    default: return (try step(component, type), false)
    }
  }

  private func sequence(_ components: [JSONValue]) throws(TokenizerError) -> PreTokenizerSteps {
    var steps: [PreTokenizer] = []
    var isByteLevel = false
    for component in components {
      // Later steps see the visible characters, some of which count as numbers or letters that the text had not.
      if isByteLevel { steps.append(.rewrite(.byteLevelCharacters)) }
      let part = try preTokenizer(component)
      steps.append(part.steps)
      isByteLevel = part.isByteLevel
    }
    return (.sequence(steps), isByteLevel)
  }

  private func byteLevel(_ component: JSONValue) throws(TokenizerError) -> PreTokenizer {
    var steps: [PreTokenizer] = []
    if component["add_prefix_space"]?.bool ?? true { steps.append(.rewrite(.prefixSpace)) }
    if component["use_regex"]?.bool ?? true {
      steps.append(.split(try Splitter(regularExpression: WordPatterns.gpt2), .isolated, isInverted: false))
    }
    return .sequence(steps)
  }

  private func step(_ component: JSONValue, _ type: String) throws(TokenizerError) -> PreTokenizer {
    switch type {
    case "Split":
      let isInverted = component["invert"]?.bool ?? false
      return .split(try Self.splitter(component), try behavior(component), isInverted: isInverted)
    case "Digits":
      let isIndividual = component["individual_digits"]?.bool ?? false
      return .split(.scalars(.numbers), isIndividual ? .isolated : .contiguous, isInverted: false)
    case "Punctuation": return .split(.scalars(.punctuation), try behavior(component), isInverted: false)
    case "BertPreTokenizer": return .bert
    case "Whitespace": return .words
    case "WhitespaceSplit": return .split(.scalars(.whitespace), .removed, isInverted: false)
    case "CharDelimiterSplit": return .split(.literal(try delimiter(component)), .removed, isInverted: false)
    case "UnicodeScripts": return .split(.scripts, .removed, isInverted: true)
    case "FixedLength": return .split(.lengths(try length(component)), .isolated, isInverted: false)
    case "Metaspace": return .metaspace(try metaspace(component))
    default: throw .unsupported(component: "pre_tokenizer \(type)")
    }
  }

  private func behavior(_ component: JSONValue) throws(TokenizerError) -> SplitBehavior {
    guard let name = component["behavior"]?.string else { return .isolated }
    guard let behavior = SplitBehavior(rawValue: name) else { throw .unsupported(component: "split behavior \(name)") }
    return behavior
  }

  private func delimiter(_ component: JSONValue) throws(TokenizerError) -> [UInt8] {
    let text = try Self.text(component, "delimiter")
    guard text.unicodeScalars.count == 1 else { throw .malformed("delimiter is not one character") }
    return Array(text.utf8)
  }

  private func length(_ component: JSONValue) throws(TokenizerError) -> Int {
    guard let length = component["length"]?.int, length > 0 else { throw .malformed("length is not above 0") }
    return length
  }

  func metaspace(_ component: JSONValue) throws(TokenizerError) -> Metaspace {
    let scheme =
      component["prepend_scheme"]?.string ?? (component["add_prefix_space"]?.bool == false ? "never" : "always")
    guard let scheme = Metaspace.PrependScheme(rawValue: scheme) else {
      throw .unsupported(component: "prepend_scheme \(scheme)")
    }
    let replacement = Array(try Self.text(component, "replacement").utf8)
    guard !replacement.isEmpty else { throw .malformed("replacement is empty") }
    return Metaspace(replacement: replacement, scheme: scheme, splits: component["split"]?.bool ?? true)
  }
}

extension PreTokenizer {
  /// BERT's: words between white space, each punctuation mark by itself.
  static let bert = PreTokenizer.sequence([
    .split(.scalars(.whitespace), .removed, isInverted: false),
    .split(.scalars(.punctuation), .isolated, isInverted: false),
  ])

  /// `\w+|[^\w\s]+`: runs of word characters and runs of other signs.
  static let words = PreTokenizer.sequence([
    .split(.scalars(.whitespace), .removed, isInverted: false),
    .split(.scalars(.wordCharacters), .contiguous, isInverted: false),
  ])
}
