// Compares every set of kernels that wants more than SSE with the reference, over random shapes that follow from SEED.
#include "compare.h"
#include "machine.h"

static void repeat_products(const struct weir_kernels *fast) {
  describe(fast, "repeat_products");
  for (enum weir_arithmetic kind = WEIR_SIGNED_BYTES; kind <= WEIR_FLOATS; kind++)
    check(fast->repeat_products(kind, 10) > 0, "makes products");
}

// Whether the set ran and nothing failed.
static int compare_set(const char *name, const struct weir_kernels *fast) {
  if (!fast) return print("%s: not on this processor\n", name), 0;
  struct sets sets = {fast, weir_kernels_reference()};
  struct tally before = tally();
  seed_random(SEED);
  for (int round = 0; round < ROUNDS; round++) {
    print("%s: round %d of %d\n", name, round + 1, ROUNDS);
    compare_products(sets);
    compare_float_products(sets);
    compare_elementwise(sets);
    compare_attention(sets);
  }
  repeat_products(fast);
  size_t failures = tally().failures - before.failures;
  print("%s: %zu checks, %zu failures\n", name, tally().checks - before.checks, failures);
  return failures == 0;
}

int main(void) {
  start_machine();
  __builtin_cpu_init();
  // AVX2 also runs on processors that tests run on: where it fails here, suspect the emulator.
  int passed = compare_set("AVX2", weir_kernels_avx2());
  passed &= compare_set("AVX-512", weir_kernels_avx512());
  passed &= compare_set("AVX-512 VNNI", weir_kernels_avx512vnni());
  print(passed ? "PASSED with seed %d: %zu checks\n" : "FAILED with seed %d: %zu checks\n", SEED, tally().checks);
  shut_down();
}
