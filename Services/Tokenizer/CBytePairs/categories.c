// The class of every scalar, from the starts of its runs.
#include <string.h>

#include "CBytePairs.h"
#include "categories.h"

enum { RUNS = sizeof class_starts / sizeof *class_starts, CLASSES = 32, NO_PAGE = 0xffff };

static uint32_t run_end(size_t run) { return run + 1 < RUNS ? class_starts[run + 1] >> 5 : 0x110000; }

const uint32_t *weir_class_runs(size_t *count) { return *count = RUNS, class_starts; }

size_t weir_scalar_classes(uint16_t *pages, uint8_t *classes) {
  uint16_t uniform[CLASSES], count = 0;
  memset(uniform, 0xff, sizeof uniform);
  size_t run = 0;
  for (uint32_t page = 0; page < WEIR_SCALAR_PAGES; page++) {
    uint32_t first = page << 8, end = first + 256;
    while (run_end(run) <= first) run++;
    uint8_t class = class_starts[run] & 31;
    bool is_uniform = run_end(run) >= end;
    if (is_uniform && uniform[class] != NO_PAGE) {
      pages[page] = uniform[class];
      continue;
    }
    if (is_uniform) uniform[class] = count;
    uint8_t *own = classes + 256 * (size_t)count;
    for (uint32_t scalar = first, next; scalar < end; scalar = next) {
      while (run_end(run) <= scalar) run++;
      next = run_end(run) < end ? run_end(run) : end;
      memset(own + (scalar - first), class_starts[run] & 31, next - scalar);
    }
    pages[page] = count++;
  }
  return 256 * (size_t)count;
}
