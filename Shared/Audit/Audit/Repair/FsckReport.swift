/// What `weir audit fsck` found, and what became of it.
public struct FsckReport: Sendable, Equatable {
  /// One thing that is wrong.
  public struct Finding: Sendable, Equatable, CustomStringConvertible {
    public var damage: Damage
    /// How it can be, or was, derived again; nil when nothing in the folder can.
    public var remedy: String?

    public var description: String {
      "\(damage) (\(remedy ?? "not repairable from this folder: restore the file from a backup or from cold storage"))"
    }
  }

  public var findings: [Finding] = []
  /// Whether files were changed.
  public var isRepaired = false
  /// The log as verified at the end; nil while it does not verify.
  public var log: VerifiedLog?
}
