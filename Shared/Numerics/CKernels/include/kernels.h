// The arithmetic of a transformer's forward pass on Float32. This header is the manual.
//
// Names: T tokens of a batch, N elements of a row, R rows of a weight matrix (outputs), K its columns (inputs),
// H heads, D elements of one head, G query heads that share one key/value head, P tokens of a cache page.
// All matrices are row-major; [T][N] means T rows of N. Pointers need the alignment of float only.
//
// Each operation exists in several sets. `weir_kernels_reference` is the specification in plain loops; the others must
// agree with it (Tests/NumericKernelsTests compares every operation of every set over random shapes).
#pragma once
#include <stddef.h>
#include <stdint.h>

// Upper limits of `attend`, so that its scratch fits the stack: 16 KiB of scores.
#define WEIR_PAGE_TOKENS_MAX 64
#define WEIR_GROUP_MAX 64

// Where one key/value head's cache lies. Position j is row j % page_tokens of page pages[j / page_tokens].
struct weir_pages {
  const float *keys;         // page p begins at keys + p * page_stride: [P][D]
  const float *values;       // likewise
  const int32_t *pages;      // the sequence's pages in order
  size_t page_stride;        // floats from one page to the next
  size_t page_tokens;        // P, at most WEIR_PAGE_TOKENS_MAX
};

struct weir_kernels {
  const char *name;

  // y[t][r] = sum_k w[r][k] * x[t][k]        x [T][K], w [R][K], y [T][y_stride] of which R columns are written.
  // For few tokens: each weight is read from memory once for all of them. The order of the additions for one (t, r)
  // does not depend on T, so a sequence gets the same bits alone and in a batch.
  void (*multiply)(float *y, size_t y_stride, const float *w, const float *x, size_t tokens, size_t rows,
                   size_t columns);

  // y[i] += x[i]                             x, y [N]
  void (*add)(float *y, const float *x, size_t count);

  // y[i] = weight[i] * x[i] / sqrt(mean(x^2) + epsilon)      x, weight, y [N]; y may be x.  Zhang and Sennrich 2019.
  void (*rms_norm)(float *y, const float *x, const float *weight, size_t count, float epsilon);

  // Rotates pair i of every head by the angle with cosine c[i] and sine s[i].   x [H][D], c, s [rotated / 2].
  // (a, b) becomes (a c - b s, a s + b c); elements from `rotated` on stay. Su et al. 2021 (RoFormer).
  // interleaved: pair i is x[2i], x[2i + 1] (GGUF llama).
  // halves: pair i is x[i], x[i + rotated / 2] (GPT-NeoX, Qwen).
  void (*rope_interleaved)(float *x, const float *cosine, const float *sine, size_t heads, size_t head_size,
                           size_t rotated);
  void (*rope_halves)(float *x, const float *cosine, const float *sine, size_t heads, size_t head_size,
                      size_t rotated);

  // x[i] = exp(x[i] - max x) / sum_j exp(x[j] - max x)       x [N], N > 0; minus infinity becomes 0.
  void (*softmax)(float *x, size_t count);

  // y[i] = up[i] * gate[i] / (1 + exp(-gate[i]))             gate, up, y [N]; y may be either.  Shazeer 2020.
  void (*swiglu)(float *y, const float *gate, const float *up, size_t count);

  // out[g] = sum_j softmax_j(scale * q[g] . k[j]) * v[j]     q, out [G][D], j over the first `count` positions.
  // The fast sets pass over the pages once with an online softmax (Milakov and Gimelshein 2018).
  void (*attend)(float *out, const float *q, size_t group, size_t head_size, struct weir_pages cache, size_t count,
                 float scale);
};

const struct weir_kernels *weir_kernels_reference(void);
// Vector code of 128 bits for any processor (NEON, SSE).
const struct weir_kernels *weir_kernels_portable(void);
// NULL where this processor has no such instructions.
const struct weir_kernels *weir_kernels_avx2(void);
const struct weir_kernels *weir_kernels_avx512(void);

// The sum of `count` floats, read as fast as memory gives them: measures the read bandwidth that bounds decoding.
float weir_read(const float *x, size_t count);

// A fixed set of threads that run one task at a time, the calling thread among them.
struct weir_threads;
typedef void (*weir_task)(void *context, size_t index);
// NULL when a thread cannot be made. `count` includes the caller.
struct weir_threads *weir_threads_create(size_t count);
// Calls task(context, i) once for each i below `parts`, then returns. One caller at a time; not reentrant.
void weir_threads_run(struct weir_threads *threads, weir_task task, void *context, size_t parts);
void weir_threads_destroy(struct weir_threads *threads);

// Cores that this process's affinity mask allows.
size_t weir_affinity_cores(void);
