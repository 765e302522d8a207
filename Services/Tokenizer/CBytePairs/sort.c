// Tokens in the order of their bytes: by two bytes at once, then byte by byte, then the few that are left by merging.
#include <stdlib.h>

#include "trie.h"

enum { FEW = 24, FIRST_SHIFT = 48, FIRST_COUNT = 1 << 16 };

static bool is_before(const trie_builder *b, const entry *x, const entry *y) {
  if (x->head != y->head) return x->head < y->head;
  if (x->length <= 8 || y->length <= 8) return x->length < y->length;
  uint32_t shared = x->length < y->length ? x->length : y->length;
  int order = memcmp(entry_bytes(b, x) + 8, entry_bytes(b, y) + 8, shared - 8);
  return order ? order < 0 : x->length < y->length;
}

static void insert_few(const trie_builder *b, entry *entries, size_t count) {
  for (size_t index = 1; index < count; index++) {
    entry moved = entries[index];
    size_t place = index;
    for (; place > 0 && is_before(b, &moved, &entries[place - 1]); place--) entries[place] = entries[place - 1];
    entries[place] = moved;
  }
}

static void merge_sort(const trie_builder *b, entry *entries, entry *other, size_t count) {
  if (count <= FEW) return insert_few(b, entries, count);
  size_t half = count / 2, left = 0, right = half;
  merge_sort(b, entries, other, half);
  merge_sort(b, entries + half, other, count - half);
  for (size_t index = 0; index < count; index++) {
    bool takes_right = left == half || (right < count && is_before(b, &entries[right], &entries[left]));
    other[index] = entries[takes_right ? right++ : left++];
  }
  memcpy(entries, other, count * sizeof *entries);
}

// Entries that are equal above `shift` + 8 bits.
static void sort_by_byte(const trie_builder *b, entry *entries, entry *other, size_t count, int shift) {
  if (count <= FEW) return insert_few(b, entries, count);
  if (shift < 0) return merge_sort(b, entries, other, count);
  uint32_t starts[257] = {0};
  for (size_t index = 0; index < count; index++) starts[(entries[index].head >> shift & 0xff) + 1]++;
  for (int digit = 0; digit < 256; digit++) starts[digit + 1] += starts[digit];
  uint32_t places[256];
  memcpy(places, starts, sizeof places);
  for (size_t index = 0; index < count; index++) other[places[entries[index].head >> shift & 0xff]++] = entries[index];
  memcpy(entries, other, count * sizeof *entries);
  for (int digit = 0; digit < 256; digit++)
    if (starts[digit + 1] - starts[digit] > 1)
      sort_by_byte(b, entries + starts[digit], other, starts[digit + 1] - starts[digit], shift - 8);
}

bool trie_sort(trie_builder *b) {
  entry *sorted = malloc((b->count + 1ull) * sizeof *sorted);
  uint32_t *starts = calloc(FIRST_COUNT + 1, sizeof *starts);
  bool has_room = sorted && starts;
  if (has_room) {
    for (uint32_t index = 0; index < b->count; index++) starts[(b->entries[index].head >> FIRST_SHIFT) + 1]++;
    for (uint32_t digit = 0; digit < FIRST_COUNT; digit++) starts[digit + 1] += starts[digit];
    for (uint32_t index = 0; index < b->count; index++)
      sorted[starts[b->entries[index].head >> FIRST_SHIFT]++] = b->entries[index];
    // Now each start is where its digit's entries end.
    for (uint32_t digit = 0, start = 0; digit < FIRST_COUNT; start = starts[digit++])
      if (starts[digit] - start > 1)
        sort_by_byte(b, sorted + start, b->entries + start, starts[digit] - start, FIRST_SHIFT - 8);
    entry *swap = b->entries;
    b->entries = sorted;
    sorted = swap;
  }
  free(sorted), free(starts);
  return has_room;
}
