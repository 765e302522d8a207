/// Which files of a repository are a model.
enum FileChoice {
  /// Those that match one of the patterns; without patterns what a worker can load: the safetensors with what belongs
  /// to them, else the only GGUF file.
  ///
  /// - Throws: `.nothingChosen`, `.severalModels`.
  static func choose(_ files: [HubFile], include: [String]) throws(PullError) -> [HubFile] {
    let chosen =
      include.isEmpty ? try usual(files) : files.filter { file in include.contains { Glob.matches(file.path, $0) } }
    guard !chosen.isEmpty else { throw .nothingChosen }
    return chosen
  }

  private static func usual(_ files: [HubFile]) throws(PullError) -> [HubFile] {
    let top = files.filter { !$0.path.contains("/") }
    if top.contains(where: { $0.path.hasSuffix(".safetensors") }) { return top.filter(belongsToSafetensors) }
    let models = files.filter { $0.path.hasSuffix(".gguf") }
    guard models.count <= 1 else { throw .severalModels(models.map(\.path)) }
    return models
  }

  private static func belongsToSafetensors(_ file: HubFile) -> Bool {
    [".safetensors", ".json", ".jinja", ".tiktoken", ".model"].contains(where: file.path.hasSuffix)
      || ["vocab.txt", "merges.txt"].contains(file.path)
  }
}

/// Shell patterns: `*` within a name, `**` across folders, `?` for one character.
enum Glob {
  /// Linear in path × pattern, so that no pattern takes long.
  static func matches(_ path: String, _ pattern: String) -> Bool {
    let path = Array(path)
    // A pattern without a folder means the file's name, wherever it lies.
    let name = pattern.contains("/") ? path : Array(path.split(separator: "/").last ?? [])
    let pattern = Array(pattern)
    // reached[i]: the pattern so far matches the first i characters.
    var reached = [Bool](repeating: false, count: name.count + 1)
    reached[0] = true
    var index = 0
    while index < pattern.count {
      let crosses = pattern[index] == "*" && index + 1 < pattern.count && pattern[index + 1] == "*"
      if pattern[index] == "*" {
        for i in name.indices where reached[i] && (crosses || name[i] != "/") { reached[i + 1] = true }
      } else {
        for i in name.indices.reversed() {
          let fits = pattern[index] == "?" ? name[i] != "/" : name[i] == pattern[index]
          reached[i + 1] = reached[i] && fits
        }
        reached[0] = false
      }
      index += crosses ? 2 : 1
    }
    return reached[name.count]
  }
}
