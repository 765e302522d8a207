import Operations

/// One process of an installation.
struct SupervisedProcess: Sendable, Equatable {
  /// Its name in the status and of its files.
  let instance: String
  let executable: String
  /// See `Supervisor.Child.stage`.
  let stage: Int

  /// The processes of an installation on one machine.
  ///
  /// - Parameter folder: where the executables lie.
  static func all(_ configuration: Configuration, folder: String) -> [SupervisedProcess] {
    let workers = (0..<configuration.supervisor.workers).map { number in
      number == 0 ? Role.worker.executable : "\(Role.worker.executable)-\(number + 1)"
    }
    return [
      process(.gateway, stage: 0, folder), process(.tokenizer, stage: 1, folder), process(.knowledge, stage: 1, folder),
    ] + workers.map { SupervisedProcess(instance: $0, executable: "\(folder)/\(Role.worker.executable)", stage: 1) }
  }

  private static func process(_ role: Role, stage: Int, _ folder: String) -> SupervisedProcess {
    SupervisedProcess(instance: role.executable, executable: "\(folder)/\(role.executable)", stage: stage)
  }
}
