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
};

/// A row of weights that a text has, and the token at which its key stands.
typedef struct {
  int64_t slot;
  int64_t position;
} weir_tagger_hit;

/// For each hit, adds the rows of its slot to the scores of the tokens that its key speaks for: row r to the token at
/// `position + first + r`, for r below `roles`.
///
/// `scores`: 16 lanes for each token, in the order of the labels; what the spare lanes hold means nothing.
/// `rows`: 13 weights in each, `roles` rows for each slot; 3 more bytes must be readable after the last.
void weir_tagger_add(int16_t *scores, const weir_tagger_hit *hits, size_t count, const int8_t *rows, ptrdiff_t roles,
                     ptrdiff_t first);
