// Looks up the tokens that merges name. They lie all over the index, so that many are looked up at a time.
#pragma once
#include <stdlib.h>

#include "halves.h"

// For merges of `pieces` in `size` bytes of text. False when memory is out.
static bool begin_merges(merge_list *list, size_t size) {
  // Twice what two strings of the text can have, joined and apart.
  list->scratch_size = 2 * (size + 4 * BLOCK_BYTES);
  list->scratch = malloc(list->scratch_size);
  list->is_good = list->scratch != NULL;
  list->last = -2;
  return list->is_good;
}

// How many merges there are; -1 for merges of tokens that are none, and where `is_good` is false.
static long end_merges(merge_list *list, bool is_good) {
  find_waiting(list);
  free(list->scratch);
  return is_good && list->is_good ? (long)list->count : -1;
}

static void remember(merge_list *list, half h, int32_t id) {
  if (h.count > FOUND_BYTES_MAX || (uint32_t)id >= FOUND_IDS) return;
  uint64_t hash = found_hash(h.p, h.count);
  list->pieces->found[hash >> (64 - FOUND_BITS)] = hash << FOUND_BITS | ((uint32_t)id + 1);
}

static int32_t find_token(const merge_list *list, half h) {
  const weir_pieces *v = list->pieces;
  uint64_t hash = piece_hash(h.p, h.count);
  return piece_find(v, piece_line(v, hash), piece_tag(v, hash), h.p, h.count);
}

// Where the id of a half belongs.
static inline int32_t *id_of(weir_merge *merges, uint32_t half) {
  return half & 1 ? &merges[half / 2].right : &merges[half / 2].left;
}

// Takes the id that the half would have been found with before. Returns whether it was.
static inline bool take_found(const uint64_t *known, half h, int32_t *id) {
  uint64_t hash = found_hash(h.p, h.count), found = (known[hash >> (64 - FOUND_BITS)] ^ hash << FOUND_BITS) - 1;
  *id = (int32_t)found;
  return (found < FOUND_IDS) & (h.count <= FOUND_BYTES_MAX);
}

// Fills in the ids of halves that were found before, and lists the others. Returns how many these are. Without a branch:
// whether a half was found before follows no pattern.
static inline uint32_t find_known(const merge_list *list, weir_merge *merges, uint8_t wanted[WAITING_HALVES_MAX]) {
  const uint64_t *known = list->pieces->found;
  const half *halves = list->halves;
  uint32_t count = 0, waiting = (uint32_t)list->waiting;
  for (uint32_t index = 0; index < waiting; index++, halves += 2) {
    wanted[count] = (uint8_t)(2 * index);
    count += !take_found(known, halves[0], &merges[index].left);
    wanted[count] = (uint8_t)(2 * index + 1);
    count += !take_found(known, halves[1], &merges[index].right);
  }
  return count;
}

// Asks for what lies behind the slots before it is needed.
static void find_waiting(merge_list *list) {
  const weir_pieces *v = list->pieces;
  weir_merge *merges = list->merges + list->count - list->waiting;
  const uint32_t *lines[WAITING_HALVES_MAX];
  uint32_t tags[WAITING_HALVES_MAX], tagged[WAITING_HALVES_MAX], candidates[WAITING_HALVES_MAX];
  uint8_t wanted[WAITING_HALVES_MAX];
  uint32_t count = find_known(list, merges, wanted);
  int32_t any = 0;
  for (uint32_t index = 0; index < count; index++) {
    half h = list->halves[wanted[index]];
    uint64_t hash = piece_hash(h.p, h.count);
    lines[index] = piece_line(v, hash);
    tags[index] = piece_tag(v, hash);
    __builtin_prefetch(lines[index]);
  }
  for (uint32_t index = 0; index < count; index++) {
    tagged[index] = slots_in(v, lines[index], tags[index]).tagged;
    // Whatever lies in the first slot where there is none.
    candidates[index] = lines[index][__builtin_ctz(tagged[index] | 1u << LINE_PIECES) % LINE_PIECES] & v->id_mask;
    __builtin_prefetch(&v->starts[candidates[index]]);
  }
  for (uint32_t index = 0; index < count; index++) __builtin_prefetch(v->bytes + piece_start(v, candidates[index]));
  for (uint32_t index = 0; index < count; index++) {
    half h = list->halves[wanted[index]];
    bool is_first = tagged[index] && is_piece(v, candidates[index], h.p, h.count);
    int32_t id = is_first ? (int32_t)candidates[index] : piece_find(v, lines[index], tags[index], h.p, h.count);
    any |= *id_of(merges, wanted[index]) = id;
    remember(list, h, id);
  }
  list->is_good &= any >= 0;
  list->waiting = 0;
}

// "left right", with just one space, inside. BLOCK_BYTES can be read behind.
static bool split_merge(const uint8_t *p, size_t count, half *left, half *right) {
  const uint8_t *space = NULL;
  for (size_t place = 0; place < count; place += BLOCK_BYTES) {
    uint32_t spaces = equal_bits(load16(p + place), ' ');
    if (count - place < BLOCK_BYTES) spaces &= (1u << (count - place)) - 1;
    if (!spaces) continue;
    if (space || spaces & (spaces - 1)) return false;
    space = p + place + __builtin_ctz(spaces);
  }
  if (!space) return false;
  *left = (half){p, (size_t)(space - p)};
  *right = (half){space + 1, count - left->count - 1};
  return true;
}
