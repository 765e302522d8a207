#include "notes.h"

#include "merge/symbols.h"

size_t last_scalar(const uint8_t *p, size_t count) {
  for (size_t back = 1; back <= 4 && back <= count; back++) {
    if ((p[count - back] & 0xc0) == 0x80) continue;
    return scalar_length(p[count - back]) == back ? back : 0;
  }
  return 0;
}

size_t weir_bpe_spare_size(size_t token_count, size_t byte_count, size_t merge_count) {
  size_t tokens = token_count + 1;
  // What a pair list and what a finder of scalars may take.
  size_t pairs_size = byte_count * sizeof(uint32_t);
  size_t finder_size = (tokens + 1) * sizeof(uint32_t) + (merge_count + tokens) * sizeof(rare_scalar);
  return tokens * (sizeof(uint32_t) + 1) + pairs_size + merge_count * sizeof(numbered_merge) + finder_size + 64;
}

bool notes_begin(token_notes *notes, const weir_bpe_source *source) {
  size_t tokens = source->token_count + 1ull, byte_count = token_start(source, source->token_count);
  size_t size = weir_bpe_spare_size(source->token_count, byte_count, source->merge_count);
  *notes = (token_notes){.memory_size = size, .is_spare = source->spare && source->spare_size >= size};
  notes->memory = notes->is_spare ? source->spare : large_alloc(size);
  if (!notes->memory) return false;
  notes->parts = notes_memory(notes);
  notes_keep(notes, tokens);
  notes->odd = notes_memory(notes);
  notes_add_tokens(notes, source);
  // The one behind the last was written too.
  notes_keep(notes, (notes->odd_count + 1ull) * sizeof *notes->odd);
  return true;
}

void notes_end(token_notes *notes) {
  if (notes->memory && !notes->is_spare) large_free(notes->memory, notes->memory_size);
}

// Whether a token of that part says something of its merges. A byte of ASCII is nothing to other tokens than bytes. Of a
// scalar the first merge counts alone, before which it has no flags, unless `has_any_order`.
static bool is_odd(uint32_t part, bool has_any_order) {
  uint32_t kind = part >> KIND_SHIFT;
  bool is_first = has_any_order || !(part & FLAGS_MASK);
  return kind & ~(uint32_t)(IS_BYTE | IS_SCALAR) || (kind & IS_SCALAR && is_first);
}

// Whether ranks rise, and with them the ids of what merges make.
static void note_order(token_notes *notes, const weir_bpe_source *source) {
  const weir_merge *merges = source->merges;
  uint32_t count = source->merge_count, rank_max = 0;
  bool falls = false, ids_fall = false;
  for (uint32_t index = 0; index < count; index++) rank_max = merges[index].rank > rank_max ? merges[index].rank : rank_max;
  for (uint32_t index = 1; index < count; index++) {
    falls |= merges[index].rank <= merges[index - 1].rank;
    ids_fall |= merges[index].merged < merges[index - 1].merged;
  }
  notes->has_ranks = !falls;
  notes->has_ids = !falls & !ids_fall;
  notes->rank_max = rank_max;
}

static void list_merges(token_notes *notes, const weir_bpe_source *source, bool has_any_order) {
  bool odd_parts[256];
  for (uint32_t part = 0; part < 256; part++) odd_parts[part] = is_odd(part, has_any_order);
  // All in variables of their own: for all the compiler knows, a byte that is written may lie anywhere.
  numbered_merge *odd = notes->odd_merges;
  uint8_t *parts = notes->parts;
  const weir_merge *merges = source->merges;
  int32_t before = -1;
  uint32_t sub = 0, sub_max = 0, odd_count = 0, count = source->merge_count;
  for (uint32_t index = 0; index < count; index++) {
    int32_t merged = merges[index].merged;
    uint8_t *left = &parts[merges[index].left], left_part = *left;
    *left = left_part | IS_LEFT >> FLAGS_SHIFT;
    uint8_t *right = &parts[merges[index].right], right_part = *right;
    *right = right_part | IS_RIGHT >> FLAGS_SHIFT;
    sub = merged == before ? sub + 1 : 0;
    odd[odd_count] = (numbered_merge){index, sub};
    odd_count += odd_parts[left_part] | odd_parts[right_part] | ((left_part & right_part & IS_BYTE << KIND_SHIFT) != 0);
    sub_max = sub > sub_max ? sub : sub_max;
    before = merged;
  }
  notes->odd_merge_count = odd_count;
  notes->of_one_max = count ? sub_max + 1 : 0;
}

void notes_add_merges(token_notes *notes, const weir_bpe_source *source) {
  notes->odd_merges = notes_memory(notes);
  note_order(notes, source);
  list_merges(notes, source, false);
  if (!notes->has_ranks) list_merges(notes, source, true);
  // The one behind the last was written too.
  notes_keep(notes, (notes->odd_merge_count + 1ull) * sizeof *notes->odd_merges);
}
