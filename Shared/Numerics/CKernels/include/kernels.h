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

// How weights are stored, by ggml's numbers. Rows of blocks hold a whole number of blocks.
enum weir_format {
  WEIR_F32 = 0, WEIR_F16 = 1, WEIR_Q4_0 = 2, WEIR_Q4_1 = 3, WEIR_Q5_0 = 6, WEIR_Q5_1 = 7, WEIR_Q8_0 = 8,
  WEIR_Q2_K = 10, WEIR_Q3_K = 11, WEIR_Q4_K = 12, WEIR_Q5_K = 13, WEIR_Q6_K = 14, WEIR_Q8_K = 15,
  WEIR_IQ4_NL = 20, WEIR_IQ4_XS = 23, WEIR_BF16 = 30, WEIR_TQ1_0 = 34, WEIR_TQ2_0 = 35, WEIR_MXFP4 = 39,
  WEIR_F8_E4M3 = 0x10000,
};
// Elements and bytes of one block; 0 for a format that is not known.
size_t weir_block_elements(enum weir_format format);
size_t weir_block_bytes(enum weir_format format);
// y[i] = the i-th element of a row         y [N], N a whole number of blocks; blocks need the alignment of uint16_t.
// The values are exactly those of ggml's dequantize_row_*. 0 when the format is not known.
int weir_dequantize(enum weir_format format, float *y, const void *blocks, size_t count);
// The inverse: the blocks nearest to x in the way of ggml's quantize_row_*_ref. 0 for a format that is only read.
int weir_quantize(enum weir_format format, void *blocks, const float *x, size_t count);

// Elements of a group: of x that share a scale where a product is made with bytes, unless they are those of a block.
#define WEIR_GROUP_ELEMENTS 32
// Elements of x that share a scale where weights have blocks of as many.
#define WEIR_BLOCK_ELEMENTS 256

// Where one key/value head's cache lies. Position j is row j % page_tokens of page pages[j / page_tokens].
// A row is a key or a value in F32, F16 or Q8_0, in whole groups of 32 elements: what a head lacks is filled up with
// zeros. Sizes count the filled-up elements, strides count bytes.
struct weir_pages {
  enum weir_format format;
  const uint8_t *keys;       // page p begins at keys + p * key_stride: [P] rows, key_row apart
  const uint8_t *values;     // page p begins at values + p * value_stride: [P] rows, value_row apart
  const int32_t *pages;      // the sequence's pages in order
  size_t key_stride, value_stride, key_row, value_row;
  size_t page_tokens;        // P, at most WEIR_PAGE_TOKENS_MAX
  size_t key_size, value_size;
};

// How scales of inputs depend on each other: each is that of its group, max |x| / 127; or of its block of 256, or of what is
// left of a row; or that of its block halved as often as its group's inputs allow, where that is more than once: a group of
// small inputs in a block of large ones loses little, while in most blocks all scales are the same.
enum weir_sharing { WEIR_OWN_SCALES, WEIR_SHARED_SCALES, WEIR_HALVED_SCALES };
// Times at most: inputs that are smaller still add nothing beside the block's largest.
#define WEIR_HALVINGS_MAX 15

// T rows of K inputs as signed bytes: x[t][k] is about scale[t][k / 32] * q[t][k]. K is a multiple of 32, and of 256 where
// weights have blocks of 256.
//
// Products with panels want the inputs of WEIR_TOGETHER tokens side by side, other products want `together` to be 1. Of
// the n tokens that token t is together with, fewer at the end, q[t / together][k / 4][n][4] has four inputs each, and other
// arrays have [t / together][K / 32][n]. Only those are filled that the products need, see weir_panels.
#define WEIR_TOGETHER 4
struct weir_int8_rows {
  size_t together;
  int8_t *q;                 // from -127 to 127
  float *scale;
  float *sum;                // scale times the sum of the group's q
  int16_t *total;            // that sum alone; of two groups side by side: [t / together][K / 64][n][2], then any last group
  // What a set's sums of products begin with, for weights above 0 that stand for others: as many times the group's sum as a
  // weight is too large. One number, with the bits of -lift where the set has `lifts_sums`; or two of 16 bits for inputs 4i
  // and 4i + 1, and 4i + 2 and 4i + 3, where it has `sums_pairs`.
  int32_t *start;            // -8 times the sum with WEIR_PANELS_4, -128 with WEIR_PANELS_8
  int32_t *half_start;       // [2]: -32 times the sum of each half
  // Only where the set has `lifts_sums`:
  float *lift;               // -WEIR_LIFT times scale over the scale of the block's first group
  uint8_t *uneven;           // [t][K / 256 rounded up], of the first t of those together: whether a lift is not -WEIR_LIFT
};
static inline size_t weir_blocks_of(size_t columns) { return (columns + WEIR_BLOCK_ELEMENTS - 1) / WEIR_BLOCK_ELEMENTS; }
// A sum of products p that begins with the bits of this number is those of the number plus p, a float without conversion:
// 2^23 + 2^20, whose last place is one, while no p is beyond 2^20. If it begins with 2^e times the number, it is 2^e times as
// large at the end: scales that differ by powers of two are met without a multiplication.
#define WEIR_LIFT 9437184.0f
// Where token t lies: in `lane` of `count` tokens together, the first of which is `first`.
struct weir_place { size_t first, count, lane; };
static inline struct weir_place weir_place(size_t together, size_t tokens, size_t t) {
  size_t lane = t % together, first = t - lane, left = tokens - first;
  return (struct weir_place){first, left < together ? left : together, lane};
}
// Of a token there: its number of group g, its inputs 4i and so on, and its total of group g.
static inline size_t weir_group_place(struct weir_place p, size_t groups, size_t g) {
  return p.first * groups + g * p.count + p.lane;
}
static inline size_t weir_inputs_place(struct weir_place p, size_t columns, size_t i) {
  return 4 * weir_group_place(p, columns / 4, i);
}
static inline size_t weir_total_place(struct weir_place p, size_t groups, size_t g) {
  size_t pair = p.first * groups + g / 2 * 2 * p.count;
  return pair + (g % 2 == 0 && g + 1 == groups ? p.lane : 2 * p.lane + g % 2);
}

// Weights rearranged for products with bytes: panels of 16 rows, in which the four bytes of 16 rows that meet the same
// four inputs lie together and fill one vector. A panel holds for each group of 32 columns:
//   half scale[16], then half minimum[16] (WEIR_PANELS_4_MINIMUM only), then the elements; w = scale * q - minimum.
//   WEIR_PANELS_8: signed bytes q[8][16][4], element 4i + j of row r at [i][r][j].
//   WEIR_PANELS_4 and _4_MINIMUM: nibbles from 0 to 15, byte [i][r][j], i < 4, with element 4i + j low and 4i + 16 + j
//   high; without a stored minimum it is 8 * scale.
//   WEIR_PANELS_6: scale[2][16], of elements 0 to 15 and 16 to 31, nibbles as above, then high bits [2][16][4]: byte
//   [i / 2][r][j] holds above its bit i % 2 * 4 two bits for each of the two elements; w = scale * (q - 32).
// Those of formats with blocks of 256 keep the small scales s of a block as they are; w = d * s * q - m * s' there. Inputs
// of a block share a scale, so that products are summed up as whole numbers over it. A panel holds for each 256 columns:
//   WEIR_PANELS_Q4_K: half d[16], m[16], then bytes s[8][16], of each group; then s'[4][16][2], of two groups each; then
//   the elements of eight groups as for WEIR_PANELS_4.
//   WEIR_PANELS_Q5_K: the same with elements of 5 bits: nibbles as above, then bits [16][4]: byte [r][j] has at bit 2i those
//   of element 4i + j, at 2i + 1 of 4i + 16 + j.
//   WEIR_PANELS_Q6_K: half d[16], then signed bytes s[16][16], of each 16 elements; then the elements of eight groups as
//   for WEIR_PANELS_6; w = d * s * (q - 32).
// The last panel is filled up with rows of zeros.
//
// Of inputs the products need `scale`; `sum` with WEIR_PANELS_4_MINIMUM and blocks that are in no panels (NONE); `total` with
// Q4_K and Q5_K; `half_start` with WEIR_PANELS_6 and Q6_K; `start` and `lift` with WEIR_PANELS_4 and WEIR_PANELS_8, there
// where sums are lifted, and `uneven`.
#define WEIR_PANEL_ROWS 16
// Panels that a set multiplies at a time, at most: multiples of so many go fastest.
#define WEIR_PANELS_AT_ONCE 3
enum weir_panels { WEIR_PANELS_NONE, WEIR_PANELS_8, WEIR_PANELS_4, WEIR_PANELS_4_MINIMUM, WEIR_PANELS_6,
                   WEIR_PANELS_Q4_K, WEIR_PANELS_Q5_K, WEIR_PANELS_Q6_K };
// What a format is rearranged to without loss of elements; NONE where it is better left as it is.
enum weir_panels weir_panels_for(enum weir_format format);
// Whether packing takes about as long as a product with one token.
int weir_is_packed_quickly(enum weir_format format);
// Columns of what a panel repeats: a group or a block.
static inline size_t weir_panel_block_elements(enum weir_panels kind) {
  return kind >= WEIR_PANELS_Q4_K ? WEIR_BLOCK_ELEMENTS : WEIR_GROUP_ELEMENTS;
}
// Scales of x in products with them. With bytes and nibbles of groups a block shares them too: each scale costs a seventh
// of the product. What nibbles lost is far more than what inputs rounded with one scale lose; bytes lost less.
static inline enum weir_sharing weir_panel_sharing(enum weir_panels kind) {
  if (kind == WEIR_PANELS_8) return WEIR_HALVED_SCALES;
  return kind == WEIR_PANELS_4 || kind >= WEIR_PANELS_Q4_K ? WEIR_SHARED_SCALES : WEIR_OWN_SCALES;
}
// Bytes of a group of a panel, of one of eight with headers of a block; 0 for NONE. A panel is columns / 32 of them.
size_t weir_panel_group_bytes(enum weir_panels kind);
float weir_panel_element(enum weir_panels kind, const uint8_t *panels, size_t row, size_t column, size_t columns);

// How a product of many tokens is divided: tokens, rows and columns into 2^levels blocks each, of which 7^levels products
// are made (Strassen) instead of 8^levels.
#define WEIR_BLOCK_LEVELS_MAX 2
// Tokens of a block are a multiple of this, and columns of that: filled up with zeros.
#define WEIR_BLOCK_TOKENS 32
#define WEIR_BLOCK_COLUMNS 16
// Columns of a block at most: with 16 tokens they fill three quarters of a first cache level of 32 KiB.
#define WEIR_BLOCK_DEPTH_MAX 384
// Rows of weights of a block at most: the results of two levels of 512 tokens then fill 1.6 MiB.
#define WEIR_BLOCK_ROWS_MAX 204
struct weir_blocks {
  int levels;
  size_t tokens, columns;    // of the whole product, columns at most 2^levels * WEIR_BLOCK_DEPTH_MAX
  size_t block_tokens;       // 2^levels blocks of so many tokens
  size_t depth;              // and of so many columns
};
static inline size_t weir_block_products(int levels) { return levels == 0 ? 1 : levels == 1 ? 7 : 49; }
// Floats of the inputs as multiply_packed wants them, and of the results that it works on.
static inline size_t weir_packed_floats(struct weir_blocks b) {
  return weir_block_products(b.levels) * b.block_tokens * b.depth;
}
static inline size_t weir_result_floats(struct weir_blocks b) {
  // Rows are read by fours, at the end also beyond the last.
  return ((size_t)1 << 2 * b.levels) * WEIR_BLOCK_ROWS_MAX * b.block_tokens + 4 * WEIR_BLOCK_TOKENS;
}

// What a product is made of: bytes times signed bytes, bytes times weights of up to six bits, or floats.
enum weir_arithmetic { WEIR_SIGNED_BYTES, WEIR_SMALL_BYTES, WEIR_FLOATS };

struct weir_kernels {
  const char *name;
  int sums_pairs, lifts_sums;  // what it wants of weir_int8_rows

  // y[t][r] = sum_k w[r][k] * x[t][k]        x [T][K], w [R][K], y [T][y_stride] of which R columns are written.
  // For few tokens: each weight is read from memory once for all of them. The order of the additions for one (t, r)
  // does not depend on T, so a sequence gets the same bits alone and in a batch.
  // Rows of x are x_stride apart.
  void (*multiply)(float *y, size_t y_stride, const float *w, const float *x, size_t x_stride, size_t tokens,
                   size_t rows, size_t columns);

  // The same with weights in F16 or BF16, widened exactly on the way.
  void (*multiply_half)(float *y, size_t y_stride, enum weir_format format, const void *w, const float *x,
                        size_t x_stride, size_t tokens, size_t rows, size_t columns);

  // The same for many tokens, in steps. Left out of the reference set: `multiply_half` is their specification.
  // scale[t] = the power of two that brings the largest of a token's K inputs near 1.
  void (*scale_tokens)(float *scale, const float *x, size_t x_stride, size_t tokens, size_t columns);
  // Inputs times their scale, in the order of the product: tokens `first` to `end` of every block, multiples of 32.
  void (*pack_inputs)(float *packed, const float *x, size_t x_stride, const float *scale, struct weir_blocks blocks,
                      size_t first, size_t end);
  // y[t][r] = sum_k w[r][k] * x[t][k], or added to y. Rows of w are row_columns apart; `results` is working memory.
  void (*multiply_packed)(float *y, size_t y_stride, enum weir_format format, const void *w, size_t row_columns,
                          const float *packed, const float *scale, struct weir_blocks blocks, size_t rows,
                          float *results, int adds);

  // y[i] = the i-th element of w, in F16 or BF16               y, w [N]
  void (*widen_half)(float *y, enum weir_format format, const void *w, size_t count);

  // Rounds T rows of K floats to bytes, as many together as `y` says: the scales, q to nearest, and what products with
  // panels of a kind need of each group.
  void (*quantize)(struct weir_int8_rows y, const float *x, size_t x_stride, size_t tokens, size_t columns,
                   enum weir_panels kind);

  // The same product with weights in blocks and x in bytes: whole numbers within a group of 32, floats over groups.
  // 0 when the format has no such product: see weir_has_block_product.
  int (*multiply_blocks)(float *y, size_t y_stride, enum weir_format format, const void *w, struct weir_int8_rows x,
                         size_t tokens, size_t rows, size_t columns);

  // Rearranges at most 16 rows of blocks, `rows` of them real, into one panel.
  void (*pack_panel)(enum weir_format format, uint8_t *panel, const void *blocks, size_t rows, size_t columns);

  // The same with weights in panels, of which `rows` rows are written.
  void (*multiply_panels)(float *y, size_t y_stride, enum weir_panels kind, const uint8_t *panels,
                          struct weir_int8_rows x, size_t tokens, size_t rows, size_t columns);

  // pack_panel, then multiply_panels, a panel at a time: what multiply_panels gives to the bit, without memory for more
  // than WEIR_PANELS_AT_ONCE panels, which is `room`. For formats with weir_is_packed_quickly, else it takes long.
  void (*multiply_rows)(float *y, size_t y_stride, enum weir_format format, const void *w, struct weir_int8_rows x,
                        size_t tokens, size_t rows, size_t columns, uint8_t *room);

  // Makes products of a kind on numbers that stay near, `steps` times as many as the registers take, and returns how many:
  // what the instructions reach where nothing has to be brought. Left out of the reference set.
  size_t (*repeat_products)(enum weir_arithmetic arithmetic, size_t steps);

  // y[t][i] += sum_r w[t][r] * rows[r][i]    w [T][R], rows [R][N], y [T][N]; rows of each are its stride apart.
  void (*add_product)(float *y, size_t y_stride, const float *w, size_t w_stride, const float *rows, size_t row_stride,
                      size_t tokens, size_t count, size_t size);

  // y[i] += x[i]                             x, y [N]
  void (*add)(float *y, const float *x, size_t count);

  // y[i] = weight[i] * x[i] / sqrt(mean(x^2) + epsilon)      x, weight, y [N]; y may be x.  Zhang and Sennrich 2019.
  void (*rms_norm)(float *y, const float *x, const float *weight, size_t count, float epsilon);

  // y[i] = weight[i] * (x[i] - mean(x)) / sqrt(variance(x) + epsilon) + bias[i]      y may be x.  Ba et al. 2016.
  void (*layer_norm)(float *y, const float *x, const float *weight, const float *bias, size_t count, float epsilon);

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

  // log(sum_j exp(x[j]))                                     x [N], N > 0; minus infinity adds nothing.
  float (*log_sum_exp)(const float *x, size_t count);

  // The first i with the largest x[i]; 0 where x[0] is no number.      x [N], N > 0; other elements that are none are passed over.
  size_t (*index_of_largest)(const float *x, size_t count);

  // y[i] = up[i] * gate[i] / (1 + exp(-gate[i]))             gate, up, y [N]; y may be either.  Shazeer 2020.
  void (*swiglu)(float *y, const float *gate, const float *up, size_t count);

  // x[i] = x[i] * Phi(x[i]), Phi the normal distribution with the exact error function.  Hendrycks and Gimpel 2016.
  void (*gelu)(float *x, size_t count);

  // out[g] = sum_j softmax_j(scale * q[g] . k[j]) * v[j]     q [G][key_size], out [G][value_size].
  // The queries are those of one or several rows of a sequence, row_queries of each. The last row sees the positions
  // j < end, each row before it `step` fewer than the next; with a window only that many of the last of them (0: all).
  // The fast sets pass over the pages once with an online softmax (Milakov and Gimelshein 2018).
  void (*attend)(float *out, const float *q, size_t group, size_t row_queries, struct weir_pages cache, size_t end,
                 size_t step, size_t window, float scale);

  // row = x in the format of a cache          x [N], row ceil(N / 32) groups of 32, filled up with zeros.
  // F16 stops at its largest number instead of infinity. Q8_0 rounds to the scale as it is stored.
  void (*store_row)(enum weir_format format, void *row, const float *x, size_t count);

  // Takes a key into the bounds of its page: high[i] = max(high[i], x[i]), low[i] = min(low[i], x[i]), in F16.
  // x [N]; high and low [N] each, filled up to groups of 32 and one behind the other; `fresh` forgets what was there.
  void (*extend_bounds)(void *bounds, const float *x, size_t count, int fresh);

  // scores[g][p] = max(q[g], 0) . high[p] + min(q[g], 0) . low[p]: no key of page p has a larger product with q[g].
  // Tang et al. 2024 (Quest). q [G][2][N] holds both parts; bounds of page p begin at bounds + pages[p] * stride.
  void (*score_pages)(float *scores, size_t score_stride, const float *q, size_t group, const void *bounds,
                      size_t stride, const int32_t *pages, size_t count, size_t size);
};

// Whether multiply_blocks knows the format.
int weir_has_block_product(enum weir_format format);

// The positions that query g of `attend` sees.
struct weir_span { size_t start, end; };
static inline struct weir_span weir_seen(size_t g, size_t group, size_t row_queries, size_t end, size_t step,
                                         size_t window) {
  size_t own = end - (group - 1 - g) / row_queries * step;
  return (struct weir_span){window > 0 && own > window ? own - window : 0, own};
}

const struct weir_kernels *weir_kernels_reference(void);
// Vector code of 128 bits for any processor (NEON, SSE).
const struct weir_kernels *weir_kernels_portable(void);
// NULL where this processor has no such instructions.
const struct weir_kernels *weir_kernels_avx2(void);
const struct weir_kernels *weir_kernels_avx512(void);
const struct weir_kernels *weir_kernels_avx512vnni(void);

// The sum of `count` floats, read as fast as memory gives them: measures the read bandwidth that bounds decoding.
float weir_read(const float *x, size_t count);

// Asks the system to back memory with large pages; without them it works all the same.
void weir_use_large_pages(void *p, size_t bytes);

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
