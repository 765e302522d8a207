// Operations on rows: sums, norms, rotations and activations.
#include "compare.h"
#include <math.h>

enum { COUNT_MAX = 700, HEADS_MAX = 4, HEAD_PAIRS_MAX = 70 };
static const double tolerance = 2e-5;

static void compare_add_product(struct sets sets) {
  size_t tokens = random_size(20), count = random_size(70), size = random_size(300);
  size_t w_stride = count + random_below(5), row_stride = size + random_below(5), y_stride = size + random_below(5);
  float *w = random_floats(tokens * w_stride), *rows = random_floats(count * row_stride);
  float *got = random_floats(tokens * y_stride), *want = copied(got, tokens * y_stride * sizeof *got);
  describe(sets.fast, "add_product F32, %zu tokens, %zu rows of %zu elements", tokens, count, size);
  sets.fast->add_product(got, y_stride, w, w_stride, rows, row_stride, tokens, count, size);
  sets.reference->add_product(want, y_stride, w, w_stride, rows, row_stride, tokens, count, size);
  check_close(got, want, tokens * y_stride, tolerance, "results");
}

static void compare_add(struct sets sets, size_t count) {
  float *x = random_floats(count), *got = random_floats(count), *want = copied(got, count * sizeof *got);
  describe(sets.fast, "add F32, %zu elements", count);
  sets.fast->add(got, x, count);
  sets.reference->add(want, x, count);
  check_same(got, want, count * sizeof *got, "results");
}

static void compare_norms(struct sets sets, size_t count) {
  float *x = random_floats(count), *weight = random_floats(count), *bias = random_floats(count);
  float *got = results(count), *want = results(count);
  describe(sets.fast, "rms_norm F32, %zu elements", count);
  sets.fast->rms_norm(got, x, weight, count, 1e-6f);
  sets.reference->rms_norm(want, x, weight, count, 1e-6f);
  check_close(got, want, count, tolerance, "results");
  describe(sets.fast, "layer_norm F32, %zu elements", count);
  sets.fast->layer_norm(got, x, weight, bias, count, 1e-5f);
  sets.reference->layer_norm(want, x, weight, bias, count, 1e-5f);
  // The difference to the mean loses digits where there are few elements.
  check_close(got, want, count, 1e-4, "results");
}

static void compare_softmax(struct sets sets, size_t count) {
  float *got = allocate(count * sizeof *got);
  fill_random(got, count, 20);
  if (count > 1) got[random_below(count)] = -INFINITY;
  float *want = copied(got, count * sizeof *got);
  describe(sets.fast, "softmax F32, %zu elements", count);
  sets.fast->softmax(got, count);
  sets.reference->softmax(want, count);
  check_close(got, want, count, tolerance, "results");
}

static void compare_logits(struct sets sets, size_t count) {
  float *x = allocate(count * sizeof *x);
  fill_random(x, count, 20);
  if (count > 1) x[1 + random_below(count - 1)] = -INFINITY;
  if (count > 2) x[random_below(count)] = x[random_below(count)];
  describe(sets.fast, "log_sum_exp F32, %zu elements", count);
  float got = sets.fast->log_sum_exp(x, count), want = sets.reference->log_sum_exp(x, count);
  check_close(&got, &want, 1, tolerance, "results");
  describe(sets.fast, "index_of_largest F32, %zu elements", count);
  check(sets.fast->index_of_largest(x, count) == sets.reference->index_of_largest(x, count), "the same");
}

static void compare_activations(struct sets sets, size_t count) {
  float *gate = allocate(count * sizeof *gate), *up = random_floats(count);
  fill_random(gate, count, 6);
  float *got = results(count), *want = results(count);
  describe(sets.fast, "swiglu F32, %zu elements", count);
  sets.fast->swiglu(got, gate, up, count);
  sets.reference->swiglu(want, gate, up, count);
  check_close(got, want, count, tolerance, "results");
  memcpy(got, gate, count * sizeof *got);
  memcpy(want, gate, count * sizeof *want);
  describe(sets.fast, "gelu F32, %zu elements", count);
  sets.fast->gelu(got, count);
  sets.reference->gelu(want, count);
  check_close(got, want, count, tolerance, "results");
}

static void compare_rope(struct sets sets) {
  size_t heads = random_size(HEADS_MAX), size = 2 * random_size(HEAD_PAIRS_MAX), rotated = 2 * random_size(size / 2);
  float *cosine = random_floats(rotated / 2), *sine = random_floats(rotated / 2);
  float *got = random_floats(heads * size), *want = copied(got, heads * size * sizeof *got);
  describe(sets.fast, "rope_halves F32, %zu heads, %zu of %zu elements", heads, rotated, size);
  sets.fast->rope_halves(got, cosine, sine, heads, size, rotated);
  sets.reference->rope_halves(want, cosine, sine, heads, size, rotated);
  check_close(got, want, heads * size, tolerance, "results");
  describe(sets.fast, "rope_interleaved F32, %zu heads, %zu of %zu elements", heads, rotated, size);
  sets.fast->rope_interleaved(got, cosine, sine, heads, size, rotated);
  sets.reference->rope_interleaved(want, cosine, sine, heads, size, rotated);
  check_close(got, want, heads * size, tolerance, "results");
}

void compare_elementwise(struct sets sets) {
  release_all();
  compare_add_product(sets);
  size_t count = random_size(COUNT_MAX);
  compare_add(sets, count);
  compare_norms(sets, count);
  compare_softmax(sets, count);
  compare_logits(sets, count);
  compare_activations(sets, count);
  compare_rope(sets);
}
