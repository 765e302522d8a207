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
    // Pages of files are given back when others need them.
    let files = ["inactive_file", "active_file"].reduce(0) {
      $0 + (field($1, in: read("/sys/fs/cgroup\(path)/memory.stat")) ?? 0)
    }
    return max(0, most - current + files)
  }
  return ([system ?? unknown] + limits).min() ?? unknown
}

/// The share of the last ten seconds in which every thread of this process's control group, or else of the machine,
/// waited for memory. 0 where the system does not tell (pressure stall information, Linux 4.20).
public func stalledShare() -> Double { stalledShare { try? String(contentsOfFile: $0, encoding: .utf8) } }

func stalledShare(read: (String) -> String?) -> Double {
  let groups = (read("/proc/self/cgroup") ?? "").split(separator: "\n")
  let own = groups.first { $0.hasPrefix("0::") }.map { "/sys/fs/cgroup\($0.dropFirst(3))/memory.pressure" }
  let text = own.flatMap(read) ?? read("/proc/pressure/memory") ?? ""
  let full = text.split(separator: "\n").first { $0.hasPrefix("full ") }
  let average = full?.split(separator: " ").first { $0.hasPrefix("avg10=") }
  return (average.flatMap { Double($0.dropFirst("avg10=".count)) } ?? 0) / 100
}

/// The number behind a name at the start of a line.
private func field(_ name: String, in text: String?) -> Int? {
  text?.split(separator: "\n").first { $0.hasPrefix("\(name) ") }.flatMap { Int($0.dropFirst(name.count + 1)) }
}
