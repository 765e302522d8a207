// The planes that each scalar is in.
#include <string.h>

#include "classes.h"
#include "tables.h"

uint8_t scalar_planes[1 << 16];
uint16_t scalar_pages[0x1100];
uint8_t paged_planes[0x1100 * 256];

static uint8_t planes_of_category(uint8_t category) {
  // Lu Ll Lt Lm Lo, marks, numbers, punctuation, symbols, separators; the last is white space among the controls.
  enum { U = 1 << UPPER, D = 1 << LOWER, L = 1 << LETTER };
  static const uint8_t first[8] = {L | U, L | D, L | U, L | U | D, L | U | D, U | D, U | D, U | D};
  if (category < 8) return first[category];
  if (category < 11) return 1 << NUMBER;
  if (category < 22) return 1 << SYMBOL;
  if (category < 25 || category == 30) return 1 << SPACE;
  return 0;
}

static void set_all(uint32_t first, uint32_t last, enum plane plane) {
  for (uint32_t scalar = first; scalar <= last; scalar++) scalar_planes[scalar] |= 1 << plane;
}

void weir_words_set_classes(const uint16_t *page_indices, const uint8_t *classes, size_t class_count) {
  uint8_t planes[256];
  for (uint32_t category = 0; category < 256; category++) planes[category] = planes_of_category((uint8_t)category);
  memcpy(scalar_pages, page_indices, sizeof scalar_pages);
  if (class_count > sizeof paged_planes) class_count = sizeof paged_planes;
  large_touch(scalar_planes, sizeof scalar_planes), large_touch(paged_planes, class_count);
  for (size_t index = 0; index < class_count; index++) paged_planes[index] = planes[classes[index]];
  for (uint32_t page = 0; page < sizeof scalar_planes / 256; page++)
    memcpy(scalar_planes + 256 * page, paged_planes + 256 * (size_t)scalar_pages[page], 256);
  set_all(0x4e00, 0x9fa5, HAN);
  set_all(0x3040, 0x30ff, HAN);
  set_all('\r', '\r', NEWLINE);
  set_all('\n', '\n', NEWLINE);
}
