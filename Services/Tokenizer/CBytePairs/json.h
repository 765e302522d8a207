// JSON (RFC 8259) as far as it is regular: what is not is left to the general reader, which says what is wrong.
#pragma once
#include <stdbool.h>

#include "blocks.h"

typedef struct {
  const uint8_t *text, *end;
} json_reader;

static inline void json_skip_space(json_reader *r) {
  while (r->text < r->end && (*r->text == ' ' || *r->text == '\n' || *r->text == '\r' || *r->text == '\t')) r->text++;
}

// Skips what stands between things on one line or on two, of text that goes on for JSON_GAP_MAX bytes.
enum { JSON_GAP_MAX = 16 };

static inline const uint8_t *json_skip_gap(const uint8_t *p) {
  const uint8_t *end = p + JSON_GAP_MAX;
  p += *p == ' ';
  if (*p > ' ') return p;
  while (p < end && (*p == ' ' || *p == '\n')) p++;
  return p;
}

static inline bool json_take(json_reader *r, uint8_t byte) {
  if (r->text < r->end && *r->text == byte) return r->text++, true;
  json_skip_space(r);
  if (r->text == r->end || *r->text != byte) return false;
  r->text++;
  return true;
}

// What ends a plain run of a string: its quote, an escape, or a byte that no string has.
static inline uint32_t json_stop_bits(block16 block) {
  return equal_bits(block, '"') | equal_bits(block, '\\') | below_bits(block, 0x20);
}

// Appends what the escape behind a backslash stands for.
bool json_escape(json_reader *r, uint8_t **out);

// Appends the bytes of a string, which has no more of them than it is long in the text. Writes up to BLOCK_BYTES more.
static inline bool json_string(json_reader *r, uint8_t **out) {
  if (!json_take(r, '"')) return false;
  const uint8_t *p = r->text;
  uint8_t *o = *out;
  for (;;) {
    if (r->end - p >= BLOCK_BYTES) {
      block16 block = load16(p);
      uint32_t stops = json_stop_bits(block);
      memcpy(o, &block, BLOCK_BYTES);
      uint32_t plain = stops ? (uint32_t)__builtin_ctz(stops) : BLOCK_BYTES;
      p += plain, o += plain;
      if (!stops) continue;
    } else {
      while (p < r->end && *p != '"' && *p != '\\' && *p >= 0x20) *o++ = *p++;
      if (p == r->end) return false;
    }
    uint8_t stop = *p++;
    r->text = p;
    *out = o;
    if (stop == '"') return true;
    if (stop != '\\' || !json_escape(r, out)) return false;
    p = r->text, o = *out;
  }
}

// A whole number below `max` that is a member's value.
static inline bool json_number(json_reader *r, uint32_t max, uint32_t *value) {
  json_skip_space(r);
  const uint8_t *p = r->text, *start = p;
  uint64_t found = 0;
  while (p < r->end && *p >= '0' && *p <= '9' && found < max) found = found * 10 + (*p++ - '0');
  r->text = p;
  *value = (uint32_t)found;
  bool is_whole = p < r->end && (*p == ',' || *p == '}' || *p <= ' ');
  return p > start && (*start != '0' || p == start + 1) && is_whole && found < max;
}
