import Testing

@testable import NumericKernels

/// The number of threads follows the limits of the control groups (Linux cgroup-v2.rst, `cpu.max`).
struct AvailableCoresTests {
  @Test(
    arguments: [
      ([:], nil),
      (["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "max 100000\n"], nil),
      (["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "150000 100000\n"], 2),
      (
        [
          "/proc/self/cgroup": "0::/a/b\n", "/sys/fs/cgroup/a/b/cpu.max": "max 100000",
          "/sys/fs/cgroup/a/cpu.max": "50000 100000",
        ], 1
      ),
      (["/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "400000\n", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n"], 4),
      (["/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n"], nil),
      (["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "nonsense"], nil),
    ] as [([String: String], Int?)])
  func `quotas`(files: [String: String], cores: Int?) {
    #expect(controlGroupCores { files[$0] } == cores)
  }

  @Test func `at least one core`() { #expect(availableCores() >= 1) }
}
