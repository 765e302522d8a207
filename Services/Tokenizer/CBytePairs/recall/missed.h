// The words that were not remembered: finds their tokens, puts these into their places and remembers them.
#pragma once
#include "keys.h"

static void put_ids(weir_bpe_workspace *ws, const missed *m, uint32_t *entry_ids) {
  memcpy(entry_ids, ws->found + m->first, m->count * sizeof *entry_ids);
  entry_ids[0] |= m->count << COUNT_SHIFT;
}

static void remember_ruler(weir_bpe_workspace *ws, const uint8_t *p, uint32_t size, const int32_t *ids, size_t count) {
  if (count > RULER_IDS_MAX) return;
  ruler_entry *ruler = ruler_place(ws, p, size);
  *ruler = (ruler_entry){.size = size, .count = (uint32_t)count};
  memcpy(ruler->bytes, p, size);
  memcpy(ruler->ids, ids, count * sizeof *ids);
}

static void remember(weir_bpe_workspace *ws, const missed *m) {
  if (m->size > LONG_MAX) return remember_ruler(ws, m->bytes, m->size, ws->found + m->first, m->count);
  if (m->count > LONG_IDS_MAX) return;
  if (m->size <= SHORT_MAX) {
    short_key key = make_key(m->bytes, m->size);
    // Where the word waits, unless others have taken its place.
    short_line *line = short_place(ws, key);
    int way = is_same_key(line->keys[0], key) ? 0 : 1;
    if (!is_same_key(line->keys[way], key)) return;
    if (m->count <= SHORT_IDS_MAX) return put_ids(ws, m, line->ids[way]);
    line->ids[way][0] = HAS_MANY;
  }
  long_key key = make_long_key(m->bytes, m->size);
  long_entry *entry = long_place(ws, key);
  memcpy(entry->key, &key, sizeof key);
  put_ids(ws, m, entry->ids);
}

// Finds what the search did not, or what the word is a repetition of.
static void resolve(const weir_bpe *bpe, weir_bpe_workspace *ws, missed *m) {
  const missed *original = &ws->missed[m->original];
  if (m != original) {
    m->first = original->first;
    m->count = original->count;
    m->whole = original->whole;
    return;
  }
  if (!m->is_found) m->count = (uint32_t)bpe_encode_word(bpe, ws, m->bytes, m->size, ws->found + m->first);
  if (bpe->ignores_merges && m->count != 1) m->whole = bpe_whole(bpe, m->bytes, m->size);
}

// Resolves the words missed; returns how many ids they have.
static size_t resolve_all(const weir_bpe *bpe, weir_bpe_workspace *ws) {
  size_t total = 0;
  for (size_t index = 0; index < ws->missed_count; index++) {
    missed *m = &ws->missed[index];
    resolve(bpe, ws, m);
    // A token that merging does not give is not remembered: the same bytes as a part of a word have another encoding.
    bool is_unmerged = bpe->ignores_merges && m->whole != NONE && m->count != 1;
    if (m->original == index && m->count && !is_unmerged) remember(ws, m);
    m->is_whole = is_unmerged & m->is_word;
    total += m->is_whole ? 1 : m->count;
  }
  return total;
}

// Most words have one to four ids, for which a call takes longer than the copying.
static inline void copy_few(int32_t *out, const int32_t *ids, uint32_t count) {
  for (uint32_t index = 0; index < count; index++) out[index] = ids[index];
}

static void fill_in(const weir_bpe *bpe, weir_bpe_workspace *ws) {
  if (ws->missed_count == 0) return;
  bpe_search(bpe, ws);
  size_t end = ws->count;
  ws->count += resolve_all(bpe, ws);
  // From the last to the first, since the ids in between move on.
  int32_t *out = ws->ids + ws->count;
  for (size_t index = ws->missed_count; index-- > 0;) {
    const missed *m = &ws->missed[index];
    out -= end - m->place;
    memmove(out, ws->ids + m->place, (end - m->place) * sizeof *out);
    end = m->place;
    out -= m->is_whole ? 1 : m->count;
    if (m->is_whole) out[0] = (int32_t)m->whole;
    else copy_few(out, ws->found + m->first, m->count);
  }
  ws->missed_count = ws->found_count = 0;
}
