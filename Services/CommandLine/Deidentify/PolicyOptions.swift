internal import ArgumentParser
internal import Cryptography
internal import Deidentification
internal import Foundation
internal import Policy

/// The options that a policy file asks for. The one place where this command meets the policy module.
func deidentificationOptions(policy path: String) throws -> DeidentificationOptions {
  try readPolicy(path).deidentification
}

/// The keys of a file with 64 hexadecimal digits. Throws `ValidationError` when it has others.
func surrogateKeys(path: String) throws -> SurrogateKeys {
  let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  let digits = text.compactMap(\.hexDigitValue)
  let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  guard digits.count == 64, let key = SecretKey(bytes: bytes) else {
    throw ValidationError(
      "--key \(path): give a file with 64 hexadecimal digits, such as `openssl rand -hex 32` prints")
  }
  return SurrogateKeys(key, tenant: "")
}
