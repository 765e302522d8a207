/// Another person's name in the same script, of the same gender where the given name tells it, in the same form.
///
/// Parts keep their surrogates: after "John Smith" became "Peter Ashford", "Smith" alone is "Ashford" and "SMITH" is
/// "ASHFORD"; a model that writes "Mr. Ashford" is read as "Mr. Smith". Other scripts than Latin and Chinese have none.
enum NameLikeness {
  static func likeness(of name: String, _ keys: SurrogateKeys, _ map: inout SurrogateMap) -> String? {
    if name.unicodeScalars.allSatisfy(\.properties.isIdeographic) {
      return ChineseNameLikeness.likeness(of: name, keys, &map)
    }
    return LatinNameLikeness.likeness(of: name, keys, &map)
  }
}
