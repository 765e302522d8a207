// How many processors this process may use at a time. Foundation's first answer takes a tenth of a compiled load.
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>

#include "CBytePairs.h"

// Reads up to two numbers; returns how many there are. A quota that is none is written as a word.
static int read_numbers(const char *path, long numbers[2]) {
  FILE *file = fopen(path, "re");
  if (!file) return 0;
  int count = fscanf(file, "%ld %ld", &numbers[0], &numbers[1]);
  fclose(file);
  return count;
}

// What a container's quota comes to (Linux, cgroup-v2.rst and sched-bwc.rst); 0 where there is none.
static long quota(void) {
  long time[2] = {0}, period[2] = {0};
  if (read_numbers("/sys/fs/cgroup/cpu.max", time) == 2) period[0] = time[1];
  else if (read_numbers("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", time) != 1 ||
           read_numbers("/sys/fs/cgroup/cpu/cpu.cfs_period_us", period) != 1) return 0;
  return time[0] > 0 && period[0] > 0 ? (time[0] - 1) / period[0] + 1 : 0;
}

size_t weir_processor_count(void) {
  cpu_set_t allowed;
  long count = sched_getaffinity(0, sizeof allowed, &allowed) == 0 ? CPU_COUNT(&allowed) : 1, limit = quota();
  return (size_t)(limit > 0 && limit < count ? limit : count);
}
