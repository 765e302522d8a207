// What all comparisons share: random inputs, memory for one round, and checks that name what was compared.
#pragma once
#include "kernels.h"
#include <string.h>

// The set under test and the specification.
struct sets { const struct weir_kernels *fast, *reference; };

void compare_products(struct sets sets);
void compare_float_products(struct sets sets);
void compare_elementwise(struct sets sets);
void compare_attention(struct sets sets);

// MARK: Random inputs

void seed_random(uint64_t seed);
// From 0 to bound - 1.
size_t random_below(size_t bound);
// From 1 to most, small ones as often as large ones, so that tails and whole vectors both come up.
size_t random_size(size_t most);
// From -1 to 1.
float *random_floats(size_t count);
void fill_random(float *x, size_t count, float largest);

// MARK: Memory

// Full of NaN, aligned to a cache line.
void *allocate(size_t bytes);
// Floats for results. What neither set writes stays equal, so a write outside of the rows shows.
float *results(size_t count);
void *copied(const void *bytes, size_t count);
// Frees everything that was allocated.
void release_all(void);

// MARK: Checks

const char *format_name(enum weir_format format);
// Says what the next checks are about: the set is named by itself.
void describe(const struct weir_kernels *fast, const char *what, ...) __attribute__((format(printf, 2, 3)));
const char *subject(void);
void check(int holds, const char *part);
void check_same(const void *got, const void *want, size_t bytes, const char *part);
// |got - want| <= tolerance * max(1, largest |want|), which is false for NaN.
void check_close(const float *got, const float *want, size_t count, double tolerance, const char *part);

struct tally { size_t checks, failures; };
struct tally tally(void);
