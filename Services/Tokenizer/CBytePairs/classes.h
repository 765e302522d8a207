// The planes that each scalar is in, as masks: of the first 65,536 by value, of the others by pages of 256.
#pragma once
#include "planes.h"

extern uint8_t scalar_planes[1 << 16];
extern uint16_t scalar_pages[0x1100];
extern uint8_t paged_planes[0x1100 * 256];

static inline uint8_t planes_of(const uint8_t *p, size_t *length) {
  if (p[0] < 0xe0) {
    *length = 2;
    return scalar_planes[(p[0] & 0x1f) << 6 | (p[1] & 0x3f)];
  }
  if (p[0] < 0xf0) {
    *length = 3;
    return scalar_planes[(p[0] & 0x0f) << 12 | (p[1] & 0x3f) << 6 | (p[2] & 0x3f)];
  }
  *length = 4;
  uint32_t scalar = (uint32_t)(p[0] & 7) << 18 | (p[1] & 0x3f) << 12 | (p[2] & 0x3f) << 6 | (p[3] & 0x3f);
  return paged_planes[scalar_pages[scalar >> 8] << 8 | (scalar & 0xff)];
}
