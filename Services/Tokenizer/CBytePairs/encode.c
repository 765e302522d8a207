// Text into words, and words into tokens.
#include <stdlib.h>

#include "workspace.h"

static bool make_window(weir_bpe_workspace *ws, size_t bytes) {
  if (bytes <= ws->window) return true;
  free(ws->blocks), free(ws->ends);
  ws->blocks = malloc((bytes / 64 + 3) * sizeof *ws->blocks);
  ws->ends = malloc((bytes + WRITTEN_AT_ONCE) * sizeof *ws->ends);
  ws->window = ws->blocks && ws->ends ? bytes : 0;
  return ws->window != 0;
}

// Unknown neighbours that become one token must stay together.
static bool may_part(const weir_bpe *bpe) { return !bpe->fuses_unknown || bpe->has_byte_ids; }

// Whether words of a window are to be parted.
static bool helps_to_part(const weir_bpe *bpe, const uint8_t *text, size_t bytes) {
  return may_part(bpe) && bytes <= PARTED_MAX && (bpe->is_scalar_level || bpe_has_wide(text, bytes));
}

// Finds the words of the next window that has any whose end is sure. Returns how many; 0 when memory is out.
static size_t next_words(const weir_bpe *bpe, weir_bpe_workspace *ws, scanner *s) {
  for (size_t window = WINDOW;; window *= 2) {
    s->limit = s->count - s->base < window || s->words.kind == WEIR_WORDS_WHOLE ? s->count : s->base + window;
    if (!make_window(ws, window)) return 0;
    s->blocks = ws->blocks;
    s->is_to_part = bpe && helps_to_part(bpe, s->text + s->base, s->limit - s->base);
    s->is_last_enough = s->is_to_part && !bpe->ignores_merges;
    size_t words = words_scan(s, ws->ends);
    if (words) return words;
  }
}

// Sets a bit for each byte that a word starts with.
static void mark_starts(const weir_bpe_workspace *ws, const scanner *s, size_t words, size_t bytes) {
  size_t count = bytes / 64 + 1;
  if (s->has_starts) {
    for (size_t index = 0; index < count; index++) ws->starts[index] = s->blocks[index].planes[WORD];
    return;
  }
  memset(ws->starts, 0, count * sizeof *ws->starts);
  for (size_t index = 0; index + 1 < words; index++) ws->starts[ws->ends[index] / 64] |= 1ull << ws->ends[index] % 64;
}

// Parts the words if that helps, and says where their ends are then. False when memory is out.
static bool part(
    const weir_bpe *bpe, weir_bpe_workspace *ws, const scanner *s, const uint8_t *text, size_t bytes, const uint32_t **ends,
    size_t *words) {
  *ends = ws->ends;
  if (!s->is_to_part) return true;
  if (bytes > ws->parted_size) {
    free(ws->parted), free(ws->starts);
    ws->parted = malloc((bytes * 2 + WRITTEN_AT_ONCE) * sizeof *ws->parted);
    ws->starts = malloc((bytes * 2 / 64 + 1) * sizeof *ws->starts);
    ws->parted_size = ws->parted && ws->starts ? bytes * 2 : 0;
    if (!ws->parted_size) return false;
  }
  mark_starts(ws, s, *words, bytes);
  *words = bpe_part_words(bpe, text, bytes, s->words.kind == WEIR_WORDS_SPACES, ws->starts, ws->parted);
  *ends = ws->parted;
  return true;
}

// The words' bytes; a copy where the text ends too soon after them to be read in eights.
static const uint8_t *readable(const weir_bpe *bpe, weir_bpe_workspace *ws, const scanner *s, size_t bytes) {
  if (s->base + bytes + READ_BEYOND <= s->count) return s->text + s->base;
  bpe_fill_in(bpe, ws);
  if (bytes + READ_BEYOND > ws->tail_size) {
    free(ws->tail);
    ws->tail = malloc(ws->tail_size = (bytes + READ_BEYOND) * 2);
    if (!ws->tail) return (ws->tail_size = 0), NULL;
  }
  memcpy(ws->tail, s->text + s->base, bytes);
  memset(ws->tail + bytes, 0, READ_BEYOND);
  return ws->tail;
}

bool weir_bpe_encode(
    const weir_bpe *bpe, weir_bpe_workspace *ws, weir_words words, const uint8_t *text, size_t count) {
  // Where merges are ignored it matters what is a whole word.
  bool is_parted = bpe->is_scalar_level && may_part(bpe) && !bpe->ignores_merges;
  scanner s = {.words = words, .text = text, .count = count, .is_parted = is_parted};
  while (s.base < count) {
    size_t found = next_words(bpe, ws, &s);
    if (!found) return false;
    size_t bytes = ws->ends[found - 1];
    const uint8_t *start = readable(bpe, ws, &s, bytes);
    if (!start || !bpe_reserve(ws, bytes + ws->found_count + LONG_IDS_MAX)) return false;
    const uint32_t *ends;
    if (!part(bpe, ws, &s, start, bytes, &ends, &found)) return false;
    bpe_look_up(bpe, ws, &(word_list){start, ends, found, ws->ends});
    s.base += bytes;
  }
  bpe_fill_in(bpe, ws);
  return true;
}

size_t weir_words_ends(
    weir_bpe_workspace *ws, weir_words words, const uint8_t *text, size_t count, size_t *ends, size_t capacity) {
  scanner s = {.words = words, .text = text, .count = count};
  size_t total = 0;
  while (s.base < count) {
    size_t found = next_words(NULL, ws, &s);
    if (!found) return total;
    for (size_t index = 0; index < found && total < capacity; index++) ends[total++] = s.base + ws->ends[index];
    s.base += ws->ends[found - 1];
  }
  return total;
}
