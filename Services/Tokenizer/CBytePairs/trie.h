// What a trie is built from.
#pragma once
#include "tables.h"

typedef struct {
  uint64_t head;  // the first eight bytes, most significant first
  uint32_t start;  // of all of them
  uint32_t length : 10;
  uint32_t token : 22;
} entry;

typedef struct {
  weir_bpe *bpe;
  const weir_bpe_source *source;
  entry *entries;
  uint32_t count;
  uint32_t *shorter;    // for each token the longest one that it begins with, or NO_SHORTER
  uint64_t *base_used;  // a bit for each base that a node has
  uint64_t *taken;      // a bit for each unit that is used
  uint8_t permuted[8][256];  // eight bits in the order of their places xor a number
  uint32_t single_from, several_from;  // words of `taken` before which nothing is looked for
} trie_builder;

static inline const uint8_t *entry_bytes(const trie_builder *b, const entry *e) {
  return b->source->bytes + e->start;
}

// Puts the entries in the order of their tokens' bytes. False when memory is out.
bool trie_sort(trie_builder *b);

// Lays out the units, which tokens end where, and which other ones those begin with. Of the tables it only looks at how
// many tokens there are.
bool trie_lay_out(weir_bpe *bpe, const weir_bpe_source *source, uint32_t *shorter);
