// Looks scalars up in the tables of Unicode, by bisection.
#include "Unicode.h"

#include "unicode/ages.h"
#include "unicode/compositions.h"
#include "unicode/decompositions.h"
#include "unicode/lowercase.h"
#include "unicode/marks.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

// The first place of a sorted table where `is_before` does not hold.
#define BISECT(place, table, is_before)          \
  size_t place = 0;                              \
  for (size_t end = COUNT(table); place < end;) { \
    size_t middle = (place + end) / 2;           \
    if (table[middle] is_before) place = middle + 1; \
    else end = middle;                           \
  }

uint8_t weir_scalar_version(uint32_t scalar) {
  BISECT(place, later_scalars, .last < scalar)
  bool is_found = place < COUNT(later_scalars) && later_scalars[place].first <= scalar;
  return is_found ? later_scalars[place].version : 0;
}

uint32_t weir_lowercase(uint32_t scalar) {
  BISECT(place, lowercase_runs, .last < scalar)
  if (place == COUNT(lowercase_runs) || scalar < lowercase_runs[place].first) return 0;
  if ((scalar - lowercase_runs[place].first) % lowercase_runs[place].stride) return 0;
  return scalar + (uint32_t)lowercase_runs[place].distance;
}

uint8_t weir_combining_class(uint32_t scalar) {
  if (scalar < mark_classes[0].first) return 0;
  BISECT(place, mark_classes, .last < scalar)
  return place < COUNT(mark_classes) && mark_classes[place].first <= scalar ? mark_classes[place].class : 0;
}

static uint64_t canonical_entry(uint32_t scalar) {
  BISECT(place, canonical_decompositions, >> DECOMPOSITION_SCALAR < scalar)
  uint64_t entry = place < COUNT(canonical_decompositions) ? canonical_decompositions[place] : 0;
  return entry >> DECOMPOSITION_SCALAR == scalar ? entry : 0;
}

static uint64_t compatibility_entry(uint32_t scalar) {
  BISECT(place, compatibility_decompositions, >> DECOMPOSITION_SCALAR < scalar)
  uint64_t entry = place < COUNT(compatibility_decompositions) ? compatibility_decompositions[place] : 0;
  return entry >> DECOMPOSITION_SCALAR == scalar ? entry : 0;
}

size_t weir_decompose(uint32_t scalar, bool is_compatibility, uint32_t decomposed[WEIR_DECOMPOSED_MAX]) {
  uint64_t entry = is_compatibility ? compatibility_entry(scalar) : 0;
  if (entry == 0) entry = canonical_entry(scalar);
  const uint16_t *units = decomposed_units + (entry >> DECOMPOSITION_START & DECOMPOSITION_START_MASK);
  size_t unit_count = entry & DECOMPOSITION_COUNT_MASK, count = 0;
  for (size_t index = 0; index < unit_count; index++) {
    bool is_pair = (units[index] & 0xfc00) == 0xd800;
    decomposed[count++] = is_pair ? 0x10000u + ((units[index] & 0x3ffu) << 10 | (units[index + 1] & 0x3ffu)) : units[index];
    index += is_pair;
  }
  return count;
}

uint32_t weir_compose(uint32_t first, uint32_t second) {
  uint64_t both = (uint64_t)first << 32 | second;
  size_t place = 0, end = COUNT(compositions);
  while (place < end) {
    size_t middle = (place + end) / 2;
    if (((uint64_t)compositions[middle].first << 32 | compositions[middle].second) < both) place = middle + 1;
    else end = middle;
  }
  bool is_found = place < COUNT(compositions) && compositions[place].first == first && compositions[place].second == second;
  return is_found ? compositions[place].composed : 0;
}

static inline void note(uint64_t *active, uint32_t scalar) { active[scalar / 64] |= 1ull << scalar % 64; }

static void note_run(uint64_t *active, uint32_t first, uint32_t last) {
  for (uint32_t scalar = first; scalar <= last; scalar++) note(active, scalar);
}

void weir_note_active(uint64_t active[WEIR_ACTIVE_BOUND / 64], bool is_compatibility) {
  for (size_t index = 0; index < COUNT(mark_classes); index++)
    note_run(active, mark_classes[index].first, mark_classes[index].last);
  for (size_t index = 0; index < COUNT(canonical_decompositions); index++)
    note(active, (uint32_t)(canonical_decompositions[index] >> DECOMPOSITION_SCALAR));
  for (size_t index = 0; is_compatibility && index < COUNT(compatibility_decompositions); index++)
    note(active, (uint32_t)(compatibility_decompositions[index] >> DECOMPOSITION_SCALAR));
  for (size_t index = 0; index < COUNT(compositions); index++) note(active, compositions[index].second);
  note_run(active, 0xac00, 0xd7a3);  // Hangul syllables, and the vowels and final consonants that they are composed of
  note_run(active, 0x1161, 0x11c2);
}
