import Foundation

/// A PostgreSQL server of this test process alone, in a folder of its own, reached over a socket there.
///
/// It ends when the process does, however that ends: its keeper waits for the end of a pipe.
public final class PostgreSQLServer: Sendable {
  /// Started at the first use; nil where PostgreSQL is not installed.
  public static let shared: PostgreSQLServer? = isInstalled ? try? PostgreSQLServer() : nil
  /// Why a test is skipped.
  public static let advice = "PostgreSQL is not installed: apt-get install postgresql"

  private let folder: URL
  /// Held so that the keeper's input stays open.
  private let lifeline: Pipe

  /// Whether this machine has the server's programs.
  public static var isInstalled: Bool { programs != nil }

  private static var programs: String? {
    let root = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    let newestFirst = versions.sorted { $0.compare($1, options: .numeric) == .orderedDescending }
    return newestFirst.map { "\(root)/\($0)/bin" }
      .first { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }
  }

  private init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "weir-pg-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", Self.keeper, "keeper", folder.path, Self.programs ?? ""]
    lifeline = Pipe()
    let output = Pipe()
    process.standardInput = lifeline
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    guard output.fileHandleForReading.availableData == Data("ready\n".utf8) else { throw CocoaError(.fileNoSuchFile) }
  }

  // A superuser must not run the server. Its files need not outlive a crash of the machine.
  private static let keeper = """
    folder=$1 bin=$2 as=()
    if ((EUID == 0)); then chown nobody "$folder"; as=(setpriv --reuid nobody --clear-groups); fi
    cd "$folder"
    "${as[@]}" "$bin/initdb" -D data -U weir -A trust -E UTF8 --no-locale --no-sync </dev/null >&2 || exit 1
    "${as[@]}" "$bin/postgres" -D data -k "$folder" -h '' -F -c max_connections=40 </dev/null >&2 & server=$!
    until "$bin/pg_isready" -q -h "$folder"; do kill -0 $server || exit 1; sleep 0.05; done
    "$bin/createdb" -h "$folder" -U weir weir && echo ready
    read -r _
    kill -QUIT $server; wait $server; cd /; rm -rf "$folder"
    """

  /// The database of this name on this server.
  public func url(database: String = "weir") -> String {
    let host = folder.path.replacing("/", with: "%2F")
    return "postgres://weir@\(host)/\(database)"
  }
}
