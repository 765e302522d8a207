#pragma once

#include <stddef.h>
#include <stdint.h>

/// The name tagger's weights, linked into the executable so that no file has to be found at run time.
/// Written by Services/Trainer/NameTagger; read by Shared/Deidentification/Tagger/TaggerModel.swift.
const unsigned char *weir_tagger_weights(void);
size_t weir_tagger_weights_count(void);

/// Asks for a line of memory before it is needed. Any address will do: one that cannot be read is not.
static inline void weir_tagger_prefetch(const void *address) { __builtin_prefetch(address); }

enum {
  /// Labels that a row of weights has.
  weir_tagger_labels = 13,
  /// Lanes of a token's scores, of which the last are spare.
  weir_tagger_lanes = 16,
  /// Keys that a bucket of a table holds.
  weir_tagger_ways = 8,
};

/// A row of weights that a text has, and the token at which its key stands.
typedef struct {
  int64_t slot;
  int64_t position;
} weir_tagger_hit;

/// Where a key's rows are in a table; -1 when it is not there.
///
/// `keys`: buckets of eight tags, 0 where there is none; a key's bits from `shift` on say which bucket may have it, its
/// low 16 bits are its tag, or 1 where they are 0.
static inline int64_t weir_tagger_slot(const uint16_t *keys, unsigned shift, uint64_t key) {
  typedef uint16_t tags __attribute__((vector_size(2 * weir_tagger_ways), aligned(2)));
  typedef int8_t marks __attribute__((vector_size(weir_tagger_ways)));
  const uint64_t bucket = key >> shift;
  const uint16_t tag = (uint16_t)key ? (uint16_t)key : 1;
  const uint64_t same = (uint64_t)__builtin_convertvector(*(const tags *)(keys + bucket * weir_tagger_ways) == tag, marks);
  // Without a branch: most keys are not in the model, and which ones are cannot be predicted.
  const int64_t slot = (int64_t)(bucket * weir_tagger_ways) + (__builtin_ctzll(same | 1ull << 63) >> 3);
  return slot | -(int64_t)(same == 0);
}

/// Puts the slots of the keys that a table has in the place of the keys, in their order; returns how many these are.
///
/// `entries`: keys in the place of slots. `rows` and `roles` as below: memory is asked for what is found.
size_t weir_tagger_find(weir_tagger_hit *entries, size_t count, const uint16_t *keys, unsigned shift,
                        const int8_t *rows, ptrdiff_t roles);

/// For each hit, adds the rows of its slot to the scores of the tokens that its key speaks for: row r to the token at
/// `position + first + r`, for r below `roles`.
///
/// `scores`: 16 lanes for each token, in the order of the labels; what the spare lanes hold means nothing.
/// `rows`: 13 weights in each, `roles` rows for each slot; 3 more bytes must be readable after the last.
void weir_tagger_add(int16_t *scores, const weir_tagger_hit *hits, size_t count, const int8_t *rows, ptrdiff_t roles,
                     ptrdiff_t first);

/// The best labels of a run of tokens: Viterbi (1967), with the labels of Ratinov and Roth (CoNLL 2009).
///
/// `scores`: 16 lanes for each token. `scripts`: 0 or 1 for each token, which of the two tables leads into it.
/// `transitions`: two tables of 13 rows, one for each label before, of 16 lanes, one for each label after. `origins`: the
/// same, one row for each label after and one lane for each label before; the spare lanes must lose.
/// `memory`: 16 lanes for each token. `labels`: one for each token.
void weir_tagger_decode(const int16_t *scores, const uint8_t *scripts, size_t count, const int16_t *transitions,
                        const int16_t *origins, int16_t *memory, uint8_t *labels);
