/// A call this node serves, from its first frame until its handler has finished.
struct IncomingCall: Sendable {
  var credit: CreditWindow
  var deadline: MonotonicTime?
  /// Its caller is gone or has its end already; only the handler still runs.
  var isAbandoned = false
}
