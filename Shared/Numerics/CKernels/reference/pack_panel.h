// Rows of blocks rearranged into panels. The layout stands in kernels.h. Included once for each instruction set: the
// conversions to half precision are instructions on some and calls on others.
#pragma once
#include "blocks.h"

// A group of 32 elements of one row: its one or two header halves, and its bytes in the order of the panel's vectors.
struct row_group {
  half header[2];
  uint8_t bytes[WEIR_GROUP_ELEMENTS];
};

// Bytes j that hold element j low and j + 16 high, from 32 elements of 4 bits.
static void set_nibbles(uint8_t *bytes, const uint8_t *q) {
  for (int j = 0; j < 16; j++) bytes[j] = (uint8_t)((q[j] & 15) | (q[j + 16] & 15) << 4);
}

// Byte 16 + lane: bit 4 of the elements of a lane in all vectors, low and high in turn.
static void set_five_bits(uint8_t *bytes, const uint8_t *q) {
  set_nibbles(bytes, q);
  for (int lane = 0; lane < 4; lane++) {
    bytes[16 + lane] = 0;
    for (int i = 0; i < 8; i++) bytes[16 + lane] |= (uint8_t)(q[i % 2 * 16 + i / 2 * 4 + lane] >> 4 << i);
  }
}

// Byte 16 + j: bits 4 and 5 of four elements of the same lane, of two vectors low and high.
static void set_six_bits(uint8_t *bytes, const uint8_t *q) {
  set_nibbles(bytes, q);
  for (int pair = 0; pair < 2; pair++)
    for (int lane = 0; lane < 4; lane++) {
      const uint8_t *first = q + pair * 8 + lane, *second = first + 4;
      bytes[16 + pair * 4 + lane] = (uint8_t)(first[0] >> 4 | first[16] >> 4 << 2 | second[0] >> 4 << 4 | second[16] >> 4 << 6);
    }
}

// Elements from 0 to 31 become 16 to 47, of which 32 is taken off.
static void read_q5_0(struct row_group *out, const struct block_q5_0 *b) {
  uint8_t q[32];
  out->header[0] = out->header[1] = b->d;
  for (int i = 0; i < 32; i++) q[i] = (b->q[i % 16] >> i / 16 * 4 & 15) + (b->high[i / 8] >> i % 8 & 1) * 16 + 16;
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
    case WEIR_Q5_0: read_q5_0(&out, (const struct block_q5_0 *)row + group); break;
    default: break;
  }
  return out;
}

// Bytes of a group of one row at their places in its vectors.
static void write_bytes(uint8_t *q, size_t row, const uint8_t *bytes, size_t vectors) {
  for (size_t vector = 0; vector < vectors; vector++)
    memcpy(q + (vector * WEIR_PANEL_ROWS + row) * 4, bytes + 4 * vector, 4);
}

static void write_row(enum weir_panels kind, uint8_t *place, size_t row, const struct row_group *group) {
  size_t header = has_two_headers(kind) ? 2 * SCALES : SCALES;
  for (size_t i = 0; i < header / SCALES; i++)
    memcpy(place + i * SCALES + 2 * row, &group->header[i], sizeof(half));
  write_bytes(place + header, row, group->bytes, (weir_panel_group_bytes(kind) - header) / (WEIR_PANEL_ROWS * 4));
}

// The header of Q4_K and Q5_K.
static void write_minima(uint8_t *place, size_t row, half d, half dmin, const uint8_t *scales) {
  memcpy(place + 2 * row, &d, sizeof(half));
  memcpy(place + SCALES + 2 * row, &dmin, sizeof(half));
  for (int part = 0; part < 8; part++)
    scale_and_minimum(scales, part, place + Q4_K_SCALES + part * WEIR_PANEL_ROWS + row,
                      place + Q4_K_MINIMA + part / 2 * 2 * WEIR_PANEL_ROWS + 2 * row + part % 2);
}

static void write_q4_K(uint8_t *place, size_t row, const struct block_q4_K *b) {
  write_minima(place, row, b->d, b->dmin, b->scales);
  for (int part = 0; part < 8; part++) {
    uint8_t q[32], bytes[WEIR_GROUP_ELEMENTS];
    for (int i = 0; i < 32; i++) q[i] = b->q[part / 2 * 32 + i] >> part % 2 * 4 & 15;
    set_nibbles(bytes, q);
    write_bytes(place + Q4_K_HEADER + part * FOUR_BITS, row, bytes, 4);
  }
}

static void write_q5_K(uint8_t *place, size_t row, const struct block_q5_K *b) {
  write_minima(place, row, b->d, b->dmin, b->scales);
  for (int part = 0; part < 8; part++) {
    uint8_t q[32], bytes[WEIR_GROUP_ELEMENTS];
    for (int i = 0; i < 32; i++)
      q[i] = (uint8_t)((b->q[part / 2 * 32 + i] >> part % 2 * 4 & 15) | (b->high[i] >> part & 1) << 4);
    set_five_bits(bytes, q);
    write_bytes(place + Q4_K_HEADER + part * FIVE_BITS, row, bytes, 5);
  }
}

static void write_q6_K(uint8_t *place, size_t row, const struct block_q6_K *b) {
  memcpy(place + 2 * row, &b->d, sizeof(half));
  for (int i = 0; i < 16; i++) place[Q6_K_SCALES + i * WEIR_PANEL_ROWS + row] = (uint8_t)b->scales[i];
  for (int part = 0; part < 8; part++) {
    const uint8_t *low = b->q + part / 4 * 64 + part % 2 * 32, *high = b->high + part / 4 * 32;
    uint8_t q[32], bytes[WEIR_GROUP_ELEMENTS];
    for (int i = 0; i < 32; i++)
      q[i] = (uint8_t)((low[i] >> part % 4 / 2 * 4 & 15) | (high[i] >> part % 4 * 2 & 3) << 4);
    set_six_bits(bytes, q);
    write_bytes(place + Q6_K_HEADER + part * SIX_BITS, row, bytes, 6);
  }
}

static void pack_panel(enum weir_format format, uint8_t *panel, const void *blocks, size_t rows, size_t columns) {
  const enum weir_panels kind = weir_panels_for(format);
  const size_t block = weir_panel_block_elements(kind), parts = columns / block;
  const size_t bytes = weir_panel_group_bytes(kind) * (block / WEIR_GROUP_ELEMENTS);
  const size_t row_bytes = columns / weir_block_elements(format) * weir_block_bytes(format);
  if (rows < WEIR_PANEL_ROWS) memset(panel, 0, parts * bytes);
  for (size_t r = 0; r < rows; r++) {
    const uint8_t *row = (const uint8_t *)blocks + r * row_bytes;
    for (size_t i = 0; i < parts; i++) {
      if (format == WEIR_Q4_K) {
        write_q4_K(panel + i * bytes, r, (const struct block_q4_K *)row + i);
      } else if (format == WEIR_Q5_K) {
        write_q5_K(panel + i * bytes, r, (const struct block_q5_K *)row + i);
      } else if (format == WEIR_Q6_K) {
        write_q6_K(panel + i * bytes, r, (const struct block_q6_K *)row + i);
      } else {
        struct row_group group = read_group(format, row, i);
        write_row(kind, panel + i * bytes, r, &group);
      }
    }
  }
}
