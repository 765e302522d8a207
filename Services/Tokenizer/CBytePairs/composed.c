// Whether text is in normalization form C, by the quick check of Unicode Standard Annex #15.
#include <pthread.h>

#include "CBytePairs.h"
#include "combining.h"

static uint8_t basic[1 << 16];

static void fill(void) {
  for (size_t index = 0; index < sizeof combining_classes / sizeof *combining_classes; index++)
    for (uint32_t scalar = combining_classes[index].first; scalar <= combining_classes[index].last; scalar++)
      if (scalar < sizeof basic) basic[scalar] = combining_classes[index].class;
}

// By bisection: scalars from U+10000 on are rare but for emoji and ideographs, which are settled.
static uint8_t class_beyond_basic(uint32_t scalar) {
  if (scalar >= 0x1f000 && scalar < 0x2f800) return 0;
  size_t low = 0, high = sizeof combining_classes / sizeof *combining_classes;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (combining_classes[middle].last < scalar) low = middle + 1;
    else high = middle;
  }
  bool is_listed = low < sizeof combining_classes / sizeof *combining_classes && combining_classes[low].first <= scalar;
  return is_listed ? combining_classes[low].class : 0;
}

static inline uint8_t class_at(const uint8_t *p, size_t *length) {
  if (p[0] < 0xe0) {
    *length = 2;
    return basic[(p[0] & 0x1f) << 6 | (p[1] & 0x3f)];
  }
  if (p[0] < 0xf0) {
    *length = 3;
    return basic[(p[0] & 0x0f) << 12 | (p[1] & 0x3f) << 6 | (p[2] & 0x3f)];
  }
  *length = 4;
  return class_beyond_basic((uint32_t)(p[0] & 7) << 18 | (p[1] & 0x3f) << 12 | (p[2] & 0x3f) << 6 | (p[3] & 0x3f));
}

// Eight bytes below 0x80.
static inline bool are_ascii(const uint8_t *p) {
  uint64_t eight;
  __builtin_memcpy(&eight, p, 8);
  return (eight & 0x8080808080808080u) == 0;
}

bool weir_is_composed(const uint8_t *text, size_t count) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, fill);
  uint8_t last = 0;
  for (size_t position = 0; position < count;) {
    // U+0300 is the first scalar with a class.
    if (text[position] < 0xcc) {
      last = 0;
      position += position + 8 <= count && are_ascii(text + position) ? 8 : 1;
      continue;
    }
    size_t length;
    uint8_t class = class_at(text + position, &length);
    if (class == UNSETTLED || (class != 0 && class < last)) return false;
    last = class;
    position += length;
  }
  return true;
}
