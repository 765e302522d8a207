// Rows of blocks rearranged into panels, and back. The layout stands in kernels.h.
#include "blocks.h"

enum { SCALES = WEIR_PANEL_ROWS * 2 };  // bytes of one half for each row

enum weir_panels weir_panels_for(enum weir_format format) {
  switch (format) {
    case WEIR_Q8_0: return WEIR_PANELS_8;
    case WEIR_Q4_0: return WEIR_PANELS_4;
    case WEIR_Q4_1: case WEIR_Q4_K: return WEIR_PANELS_4_MINIMUM;
    case WEIR_Q5_0: case WEIR_Q6_K: return WEIR_PANELS_6;
    default: return WEIR_PANELS_NONE;
  }
}

size_t weir_panel_group_bytes(enum weir_panels kind) {
  switch (kind) {
    case WEIR_PANELS_8: return SCALES + WEIR_PANEL_ROWS * WEIR_GROUP_ELEMENTS;
    case WEIR_PANELS_4: return SCALES + WEIR_PANEL_ROWS * WEIR_GROUP_ELEMENTS / 2;
    case WEIR_PANELS_4_MINIMUM: return 2 * SCALES + WEIR_PANEL_ROWS * WEIR_GROUP_ELEMENTS / 2;
    case WEIR_PANELS_6: return 2 * SCALES + WEIR_PANEL_ROWS * WEIR_GROUP_ELEMENTS * 6 / 8;
    default: return 0;
  }
}

// A group of 32 elements of one row: its one or two header halves, and its bytes in the order of the panel's vectors.
struct row_group {
  half header[2];
  uint8_t bytes[WEIR_GROUP_ELEMENTS];
};

// Bytes j that hold element j low and j + 16 high, from 32 elements of 4 bits.
static void set_nibbles(uint8_t *bytes, const uint8_t *q) {
  for (int j = 0; j < 16; j++) bytes[j] = (uint8_t)((q[j] & 15) | (q[j + 16] & 15) << 4);
}

static void set_six_bits(uint8_t *bytes, const uint8_t *q) {
  set_nibbles(bytes, q);
  memset(bytes + 16, 0, 8);
  for (int i = 0; i < WEIR_GROUP_ELEMENTS; i++) {
    int vector = i % 16 / 4;
    bytes[16 + vector / 2 * 4 + i % 4] |= (uint8_t)(q[i] >> 4 << (vector % 2 * 4 + i / 16 * 2));
  }
}

static void read_q4_K(struct row_group *out, const struct block_q4_K *b, int part) {
  uint8_t scale, minimum, q[32];
  scale_and_minimum(b->scales, part, &scale, &minimum);
  out->header[0] = float_to_half(half_to_float(b->d) * scale);
  out->header[1] = float_to_half(half_to_float(b->dmin) * minimum);
  for (int i = 0; i < 32; i++) q[i] = b->q[part / 2 * 32 + i] >> part % 2 * 4 & 15;
  set_nibbles(out->bytes, q);
}

// Elements from 0 to 31 become 16 to 47, of which 32 is taken off.
static void read_q5_0(struct row_group *out, const struct block_q5_0 *b) {
  uint8_t q[32];
  out->header[0] = out->header[1] = b->d;
  for (int i = 0; i < 32; i++) q[i] = (b->q[i % 16] >> i / 16 * 4 & 15) + (b->high[i / 8] >> i % 8 & 1) * 16 + 16;
  set_six_bits(out->bytes, q);
}

static void read_q6_K(struct row_group *out, const struct block_q6_K *b, int part) {
  uint8_t q[32];
  const uint8_t *low = b->q + part / 4 * 64 + part % 2 * 32, *high = b->high + part / 4 * 32;
  float d = half_to_float(b->d);
  for (int i = 0; i < 2; i++) out->header[i] = float_to_half(d * b->scales[part * 2 + i]);
  for (int i = 0; i < 32; i++)
    q[i] = (uint8_t)((low[i] >> part % 4 / 2 * 4 & 15) | (high[i] >> part % 4 * 2 & 3) << 4);
  set_six_bits(out->bytes, q);
}

static struct row_group read_group(enum weir_format format, const void *row, size_t group) {
  struct row_group out = {0};
  switch (format) {
    case WEIR_Q8_0: {
      const struct block_q8_0 *b = (const struct block_q8_0 *)row + group;
      out.header[0] = b->d;
      memcpy(out.bytes, b->q, sizeof b->q);
      break;
    }
    // Blocks of four bits hold elements j and j + 16 in a byte too.
    case WEIR_Q4_0: {
      const struct block_q4_0 *b = (const struct block_q4_0 *)row + group;
      out.header[0] = b->d;
      memcpy(out.bytes, b->q, sizeof b->q);
      break;
    }
    case WEIR_Q4_1: {
      const struct block_q4_1 *b = (const struct block_q4_1 *)row + group;
      out.header[0] = b->d;
      out.header[1] = b->m ^ 0x8000;  // what is added becomes what is subtracted
      memcpy(out.bytes, b->q, sizeof b->q);
      break;
    }
    case WEIR_Q4_K: read_q4_K(&out, (const struct block_q4_K *)row + group / 8, group % 8); break;
    case WEIR_Q5_0: read_q5_0(&out, (const struct block_q5_0 *)row + group); break;
    case WEIR_Q6_K: read_q6_K(&out, (const struct block_q6_K *)row + group / 8, group % 8); break;
    default: break;
  }
  return out;
}

static int has_two_headers(enum weir_panels kind) { return kind == WEIR_PANELS_4_MINIMUM || kind == WEIR_PANELS_6; }

static void write_row(enum weir_panels kind, uint8_t *place, size_t row, const struct row_group *group) {
  size_t header = has_two_headers(kind) ? 2 * SCALES : SCALES;
  for (size_t i = 0; i < header / SCALES; i++)
    memcpy(place + i * SCALES + 2 * row, &group->header[i], sizeof(half));
  for (size_t vector = 0; header + vector * WEIR_PANEL_ROWS * 4 < weir_panel_group_bytes(kind); vector++)
    memcpy(place + header + (vector * WEIR_PANEL_ROWS + row) * 4, group->bytes + 4 * vector, 4);
}

void weir_pack_panel(enum weir_format format, uint8_t *panel, const void *blocks, size_t rows, size_t columns) {
  enum weir_panels kind = weir_panels_for(format);
  size_t groups = columns / WEIR_GROUP_ELEMENTS, bytes = weir_panel_group_bytes(kind);
  size_t row_bytes = columns / weir_block_elements(format) * weir_block_bytes(format);
  if (rows < WEIR_PANEL_ROWS) memset(panel, 0, groups * bytes);
  for (size_t r = 0; r < rows; r++)
    for (size_t g = 0; g < groups; g++) {
      struct row_group group = read_group(format, (const uint8_t *)blocks + r * row_bytes, g);
      write_row(kind, panel + g * bytes, r, &group);
    }
}

static float get_half(const uint8_t *place, size_t row) {
  half h;
  memcpy(&h, place + 2 * row, sizeof h);
  return half_to_float(h);
}

float weir_panel_element(enum weir_panels kind, const uint8_t *panels, size_t row, size_t column, size_t columns) {
  size_t group = row / WEIR_PANEL_ROWS * (columns / WEIR_GROUP_ELEMENTS) + column / WEIR_GROUP_ELEMENTS;
  const uint8_t *place = panels + group * weir_panel_group_bytes(kind);
  size_t r = row % WEIR_PANEL_ROWS, i = column % WEIR_GROUP_ELEMENTS;
  float scale = get_half(place, r);
  if (kind == WEIR_PANELS_8) return scale * (int8_t)place[SCALES + i / 4 * WEIR_PANEL_ROWS * 4 + r * 4 + i % 4];
  const uint8_t *q = place + (has_two_headers(kind) ? 2 * SCALES : SCALES);
  size_t vector = i % 16 / 4, lane = r * 4 + i % 4;
  int low = q[vector * WEIR_PANEL_ROWS * 4 + lane] >> i / 16 * 4 & 15;
  if (kind == WEIR_PANELS_6) {
    int high = q[(4 + vector / 2) * WEIR_PANEL_ROWS * 4 + lane] >> (vector % 2 * 4 + i / 16 * 2) & 3;
    return (i < 16 ? scale : get_half(place + SCALES, r)) * ((low | high << 4) - 32);
  }
  return scale * low - (kind == WEIR_PANELS_4_MINIMUM ? get_half(place + SCALES, r) : 8 * scale);
}
