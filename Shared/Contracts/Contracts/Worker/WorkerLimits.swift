/// Bounds on what one worker message may hold. A message beyond them is refused when it is decoded.
public enum WorkerLimits {
  /// OpenAI takes 4, vLLM any number: each is compared with every byte that is generated.
  public static let stopStringsMax = 16
  /// A few lines, with surrogates that may be longer than what they stand for.
  public static let stopStringBytesMax = 1_024
  /// SHA-512's size.
  public static let tenantSaltBytesMax = 64
  public static let adapterBytesMax = 256
  /// Adapters that one worker lists.
  public static let adaptersMax = 1_024
  /// OpenAI's limit of 15,000 characters of names and values, with room for the keywords around them.
  public static let jsonSchemaBytesMax = 64 << 10
  /// OpenAI's and vLLM's limit.
  public static let topLogProbabilitiesMax: UInt32 = 20
  /// OpenAI takes 300: each costs a change of the logits at every token.
  public static let logitBiasesMax = 1_024
  /// The longest host name of DNS, with a port.
  public static let upstreamBytesMax = 260
}
