#include "compare.h"
#include "machine.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

// MARK: Random inputs

static uint64_t state;

// Source: Vigna 2016, xorshift64*.
static uint64_t random_bits(void) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * 2685821657736338717u;
}

void seed_random(uint64_t seed) { state = (seed + 1) * 88172645463325252u; }

size_t random_below(size_t bound) { return (random_bits() >> 33) % bound; }

size_t random_size(size_t most) {
  const size_t small = 20;
  return 1 + random_below(random_below(2) && most > small ? small : most);
}

void fill_random(float *x, size_t count, float largest) {
  for (size_t i = 0; i < count; i++) x[i] = largest * ((float)(random_bits() >> 40) * 0x1p-23f - 1);
}

float *random_floats(size_t count) {
  float *x = allocate(count * sizeof *x);
  fill_random(x, count, 1);
  return x;
}

// MARK: Memory

// Two levels of blocks, the largest operands, take a quarter of it.
#define MEMORY_BYTES (64u << 20)
#define CACHE_LINE 64
static _Alignas(CACHE_LINE) char memory[MEMORY_BYTES];
static size_t used;

void *allocate(size_t bytes) {
  void *start = memory + used;
  used += (bytes + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
  if (used > MEMORY_BYTES) {
    print("out of memory in %s\n", subject());
    shut_down();
  }
  return memset(start, 0xff, bytes);
}

float *results(size_t count) {
  float *y = allocate(count * sizeof *y);
  for (size_t i = 0; i < count; i++) y[i] = 0.25f;
  return y;
}

void *copied(const void *bytes, size_t count) { return memcpy(allocate(count), bytes, count); }

void release_all(void) { used = 0; }

// MARK: Checks

static char description[300];
static struct tally counts;

const char *format_name(enum weir_format format) {
  switch (format) {
    case WEIR_F32: return "F32";
    case WEIR_F16: return "F16";
    case WEIR_BF16: return "BF16";
    case WEIR_Q4_0: return "Q4_0";
    case WEIR_Q4_1: return "Q4_1";
    case WEIR_Q5_0: return "Q5_0";
    case WEIR_Q5_1: return "Q5_1";
    case WEIR_Q8_0: return "Q8_0";
    case WEIR_Q4_K: return "Q4_K";
    case WEIR_Q5_K: return "Q5_K";
    case WEIR_Q6_K: return "Q6_K";
    case WEIR_IQ4_NL: return "IQ4_NL";
    default: return "another format";
  }
}

void describe(const struct weir_kernels *fast, const char *what, ...) {
  int name = snprintf(description, sizeof description, "%s: ", fast->name);
  va_list arguments;
  va_start(arguments, what);
  vsnprintf(description + name, sizeof description - (size_t)name, what, arguments);
  va_end(arguments);
}

const char *subject(void) { return description; }

struct tally tally(void) { return counts; }

static int count_check(int holds) {
  counts.checks++;
  if (!holds) counts.failures++;
  return holds;
}

void check(int holds, const char *part) {
  if (!count_check(holds)) print("FAILED %s: %s\n", description, part);
}

void check_same(const void *got, const void *want, size_t bytes, const char *part) {
  if (count_check(memcmp(got, want, bytes) == 0)) return;
  const unsigned char *a = got, *b = want;
  size_t at = 0;
  while (a[at] == b[at]) at++;
  print("FAILED %s: %s: byte %zu of %zu is %d instead of %d\n", description, part, at, bytes, a[at], b[at]);
}

void check_close(const float *got, const float *want, size_t count, double tolerance, const char *part) {
  double scale = 1;
  for (size_t i = 0; i < count; i++) scale = fmax(scale, fabs((double)want[i]));
  size_t at = 0;
  while (at < count && fabs((double)got[at] - want[at]) <= tolerance * scale) at++;
  if (count_check(at == count)) return;
  print("FAILED %s: %s: element %zu of %zu is %g instead of %g\n", description, part, at, count, got[at], want[at]);
}
