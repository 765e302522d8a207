internal import Foundation

/// Bytes of memory that this process may still take: what the system has free, and below that its control groups' limit.
public func availableBytes() -> Int { availableBytes { try? String(contentsOfFile: $0, encoding: .utf8) } }

/// Reads MemAvailable of /proc/meminfo and version 2's `memory.max` and `memory.current`; a machine that tells neither is
/// taken for one with 4 GiB.
func availableBytes(read: (String) -> String?) -> Int {
  let unknown = 4 << 30
  let system = (read("/proc/meminfo") ?? "").split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    .flatMap { $0.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } }.map { $0 << 10 }
  let groups = (read("/proc/self/cgroup") ?? "").split(separator: "\n")
  let paths = groups.compactMap { $0.hasPrefix("0::") ? String($0.dropFirst(3)) : nil }.flatMap(controlGroupAncestors)
  let limits = paths.compactMap { path -> Int? in
    func number(_ file: String) -> Int? {
      read("/sys/fs/cgroup\(path)/\(file)").flatMap { Int($0.split(whereSeparator: \.isWhitespace).first ?? "") }
    }
    guard let most = number("memory.max"), let current = number("memory.current") else { return nil }
    return max(0, most - current)
  }
  return ([system ?? unknown] + limits).min() ?? unknown
}
