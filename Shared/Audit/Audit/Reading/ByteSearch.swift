/// Whether `needle`, which is not empty, is somewhere in `bytes`.
func holds(_ bytes: [UInt8], _ needle: [UInt8]) -> Bool {
  guard needle.count <= bytes.count else { return false }
  for start in 0...bytes.count - needle.count {
    var length = 0
    while length < needle.count, bytes[start + length] == needle[length] { length += 1 }
    if length == needle.count { return true }
  }
  return false
}
