// Products with weights in blocks and panels, and the rounding of inputs to bytes that they start from.
#include "compare.h"
#include <math.h>

enum { TOKENS_MAX = 40, ROWS_MAX = 150, COLUMNS_MAX = 1024 };
// Products of whole numbers in float sums, over up to 1024 columns; and where floats are above by a lift, which with small
// weights is so much larger than they are that a few thousandths are lost, a tenth of what rounding inputs to bytes loses.
static const double tolerance = 1e-4, tolerance_lifted = 4e-3;

static const enum weir_format formats[] = {WEIR_Q8_0, WEIR_Q4_0, WEIR_Q4_1, WEIR_Q5_0, WEIR_Q5_1, WEIR_IQ4_NL,
                                           WEIR_Q4_K, WEIR_Q5_K, WEIR_Q6_K};

struct product {
  enum weir_format format;
  enum weir_panels kind;
  size_t tokens, rows, columns, row_bytes, x_stride, y_stride;
  uint8_t *w;
  float *x;
};

// Any nibbles, with a scale from 1/16 to below 2: this format is only read.
static void random_iq4_nl(uint8_t *blocks, size_t bytes) {
  size_t block_bytes = weir_block_bytes(WEIR_IQ4_NL);
  for (size_t i = 0; i < bytes; i++) blocks[i] = (uint8_t)random_below(256);
  for (size_t i = 0; i < bytes; i += block_bytes) blocks[i + 1] = (uint8_t)(0x2c + random_below(0x14));
}

// Rows of different sizes, so that scales do not repeat.
static uint8_t *random_blocks(const struct product *p) {
  uint8_t *w = allocate(p->rows * p->row_bytes);
  if (p->format == WEIR_IQ4_NL) random_iq4_nl(w, p->rows * p->row_bytes);
  float *row = allocate(p->columns * sizeof *row);
  for (size_t r = 0; r < p->rows && p->format != WEIR_IQ4_NL; r++) {
    fill_random(row, p->columns, 1 + (float)r);
    weir_quantize(p->format, w + r * p->row_bytes, row, p->columns);
  }
  return w;
}

// Some groups are much smaller than their neighbours, or nothing at all.
static float *random_inputs(size_t count) {
  float *x = random_floats(count);
  for (size_t i = 0; i < count; i += WEIR_GROUP_ELEMENTS) {
    const float factor = random_below(3) ? 1 : random_below(5) ? ldexpf(1, -(int)random_below(20)) : 0;
    for (size_t j = i; j < i + WEIR_GROUP_ELEMENTS && j < count; j++) x[j] *= factor;
  }
  return x;
}

static struct product random_product(enum weir_format format) {
  size_t elements = weir_block_elements(format);
  struct product p = {.format = format, .kind = weir_panels_for(format)};
  p.tokens = random_size(TOKENS_MAX);
  p.rows = random_size(ROWS_MAX);
  p.columns = elements * random_size(COLUMNS_MAX / elements);
  p.row_bytes = p.columns / elements * weir_block_bytes(format);
  p.x_stride = p.columns + random_below(5);
  p.y_stride = p.rows + random_below(5);
  p.w = random_blocks(&p);
  p.x = random_inputs(p.tokens * p.x_stride);
  return p;
}

static void describe_product(struct sets sets, const struct product *p, const char *operation) {
  describe(sets.fast, "%s %s, %zu tokens, %zu rows, %zu columns", operation, format_name(p->format), p->tokens, p->rows,
           p->columns);
}

// MARK: Inputs

static struct weir_int8_rows new_rows(const struct product *p, size_t together) {
  size_t groups = p->tokens * p->columns / WEIR_GROUP_ELEMENTS;
  return (struct weir_int8_rows){
      .together = together,
      .q = allocate(p->tokens * p->columns),
      .scale = allocate(groups * sizeof(float)),
      .sum = allocate(groups * sizeof(float)),
      .total = allocate(groups * sizeof(int16_t)),
      .start = allocate(groups * sizeof(int32_t)),
      .half_start = allocate(groups * 2 * sizeof(int32_t)),
      .lift = allocate(groups * sizeof(float)),
      .uneven = allocate(groups),
  };
}

// What sums begin with is one number in the reference, without the bits of a lift.
static void check_starts(struct sets sets, int32_t *got, const int32_t *want, size_t count, const int32_t *lifts, size_t each,
                         const char *what) {
  for (size_t i = 0; i < count; i++) {
    int16_t pair[2];
    memcpy(pair, got + i, sizeof pair);
    check((sets.fast->sums_pairs ? pair[0] + pair[1] : got[i]) == want[i] + (lifts ? lifts[i / each] : 0), what);
  }
}

// The bits of each group's lift, which a set that lifts sums stores beside the starts.
static int32_t *check_lifts(struct weir_int8_rows got, size_t groups, const struct product *p, enum weir_panels kind,
                            size_t together) {
  const int are_stored = kind == WEIR_PANELS_4 || kind == WEIR_PANELS_8;
  int32_t *lifts = allocate(groups * p->tokens * sizeof *lifts);
  for (size_t t = 0; t < p->tokens; t++)
    for (size_t g = 0; g < groups; g++) {
      const struct weir_place at = weir_place(together, p->tokens, t);
      const size_t block =
        weir_panel_sharing(kind) == WEIR_OWN_SCALES ? 1 : WEIR_BLOCK_ELEMENTS / WEIR_GROUP_ELEMENTS;
      const size_t place = weir_group_place(at, groups, g);
      const float first = got.scale[weir_group_place(at, groups, g / block * block)];
      const float lift = WEIR_LIFT * (first > 0 ? got.scale[place] / first : 1);
      memcpy(&lifts[place], &lift, sizeof lift);
      if (are_stored) check(got.lift[place] == -lift, "lift");
    }
  return lifts;
}

// Everything that products with panels of a kind need.
static struct weir_int8_rows compare_quantize(struct sets sets, const struct product *p, enum weir_panels kind,
                                              size_t together) {
  struct weir_int8_rows got = new_rows(p, together), want = new_rows(p, together);
  size_t groups = p->tokens * p->columns / WEIR_GROUP_ELEMENTS;
  describe_product(sets, p, "quantize");
  sets.fast->quantize(got, p->x, p->x_stride, p->tokens, p->columns, kind);
  sets.reference->quantize(want, p->x, p->x_stride, p->tokens, p->columns, kind);
  check_same(got.q, want.q, p->tokens * p->columns, "q");
  check_same(got.scale, want.scale, groups * sizeof(float), "scale");
  const int32_t *lifts = sets.fast->lifts_sums ? check_lifts(got, groups / p->tokens, p, kind, together) : NULL;
  switch (kind) {
    case WEIR_PANELS_NONE:
    case WEIR_PANELS_4_MINIMUM: check_close(got.sum, want.sum, groups, 1e-6, "sum"); break;
    case WEIR_PANELS_Q4_K:
    case WEIR_PANELS_Q5_K: check_same(got.total, want.total, groups * sizeof(int16_t), "total"); break;
    case WEIR_PANELS_6:
    case WEIR_PANELS_Q6_K: check_starts(sets, got.half_start, want.half_start, groups * 2, lifts, 2, "half_start"); break;
    case WEIR_PANELS_8:
      if (lifts) check_starts(sets, got.start, want.start, groups, lifts, 1, "start");
      break;
    default: check_starts(sets, got.start, want.start, groups, lifts, 1, "start");
  }
  return got;
}

static struct weir_int8_rows one_token(struct sets sets, const struct product *p, size_t token, enum weir_panels kind,
                                       size_t together) {
  struct product alone = *p;
  alone.tokens = 1;
  struct weir_int8_rows rows = new_rows(&alone, together);
  sets.fast->quantize(rows, p->x + token * p->x_stride, p->x_stride, 1, p->columns, kind);
  return rows;
}

// MARK: Products

static void compare_blocks(struct sets sets, const struct product *p, struct weir_int8_rows x) {
  size_t count = p->tokens * p->y_stride;
  float *got = results(count), *want = results(count), *alone = results(p->rows);
  describe_product(sets, p, "multiply_blocks");
  check(weir_has_block_product(p->format), "has a product");
  check(sets.fast->multiply_blocks(got, p->y_stride, p->format, p->w, x, p->tokens, p->rows, p->columns), "is known");
  sets.reference->multiply_blocks(want, p->y_stride, p->format, p->w, x, p->tokens, p->rows, p->columns);
  check_close(got, want, count, tolerance, "results");
  for (size_t t = 0; t < p->tokens; t += 3) {
    sets.fast->multiply_blocks(alone, p->rows, p->format, p->w, one_token(sets, p, t, WEIR_PANELS_NONE, 1), 1, p->rows, p->columns);
    check_same(alone, got + t * p->y_stride, p->rows * sizeof *alone, "a token alone");
  }
}

static size_t panel_bytes(const struct product *p) {
  return p->columns / WEIR_GROUP_ELEMENTS * weir_panel_group_bytes(p->kind);
}

static uint8_t *packed_panels(const struct weir_kernels *kernels, const struct product *p, size_t panels) {
  uint8_t *packed = allocate(panels * panel_bytes(p));
  for (size_t i = 0; i < panels; i++) {
    size_t row = i * WEIR_PANEL_ROWS, left = p->rows - row;
    kernels->pack_panel(p->format, packed + i * panel_bytes(p), p->w + row * p->row_bytes,
                        left < WEIR_PANEL_ROWS ? left : WEIR_PANEL_ROWS, p->columns);
  }
  return packed;
}

static uint8_t *compare_pack_panel(struct sets sets, const struct product *p) {
  size_t panels = (p->rows + WEIR_PANEL_ROWS - 1) / WEIR_PANEL_ROWS;
  describe_product(sets, p, "pack_panel");
  uint8_t *got = packed_panels(sets.fast, p, panels), *want = packed_panels(sets.reference, p, panels);
  check_same(got, want, panels * panel_bytes(p), "panels");
  return got;
}

static float *compare_multiply_panels(struct sets sets, const struct product *p, const uint8_t *panels,
                                      struct weir_int8_rows x) {
  size_t count = p->tokens * p->y_stride;
  float *got = results(count), *want = results(count), *alone = results(p->rows);
  describe_product(sets, p, "multiply_panels");
  sets.fast->multiply_panels(got, p->y_stride, p->kind, panels, x, p->tokens, p->rows, p->columns);
  sets.reference->multiply_panels(want, p->y_stride, p->kind, panels, x, p->tokens, p->rows, p->columns);
  const int is_lifted = sets.fast->lifts_sums && weir_panel_sharing(p->kind) == WEIR_SHARED_SCALES;
  check_close(got, want, count, is_lifted ? tolerance_lifted : tolerance, "results");
  for (size_t t = 0; t < p->tokens; t += 3) {
    sets.fast->multiply_panels(alone, p->rows, p->kind, panels, one_token(sets, p, t, p->kind, WEIR_TOGETHER), 1, p->rows,
                               p->columns);
    check_same(alone, got + t * p->y_stride, p->rows * sizeof *alone, "a token alone");
  }
  return got;
}

static void compare_multiply_rows(struct sets sets, const struct product *p, struct weir_int8_rows x,
                                  const float *of_panels) {
  size_t count = p->tokens * p->y_stride;
  float *got = results(count);
  describe_product(sets, p, "multiply_rows");
  sets.fast->multiply_rows(got, p->y_stride, p->format, p->w, x, p->tokens, p->rows, p->columns,
                           allocate(WEIR_PANELS_AT_ONCE * panel_bytes(p)));
  check_same(got, of_panels, count * sizeof *got, "what multiply_panels gives");
}

static void compare_panels(struct sets sets, struct product *p) {
  struct weir_int8_rows x = compare_quantize(sets, p, p->kind, WEIR_TOGETHER);
  const float *y = compare_multiply_panels(sets, p, compare_pack_panel(sets, p), x);
  if (weir_is_packed_quickly(p->format)) compare_multiply_rows(sets, p, x, y);
}

void compare_products(struct sets sets) {
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
    release_all();
    struct product p = random_product(formats[i]);
    compare_blocks(sets, &p, compare_quantize(sets, &p, WEIR_PANELS_NONE, 1));
    if (p.kind != WEIR_PANELS_NONE) compare_panels(sets, &p);
  }
}
