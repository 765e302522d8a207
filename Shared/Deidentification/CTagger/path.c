#include "lanes.h"

// Scores of paths are kept between this and 0, the best, so that they never leave 16 bits.
#define LOWEST -12000
#define HIGHEST 32767

// In the order of the labels: outside, then begin, inside, end and single of each kind. No span goes on from before the
// run, none is open after it, and the spare lanes are no labels.
static const lanes opening = {0, 0, LOWEST, LOWEST, 0, 0, LOWEST, LOWEST, 0, 0, LOWEST, LOWEST, 0, LOWEST, LOWEST, LOWEST};
static const lanes closing = {0, LOWEST, LOWEST, 0, 0, LOWEST, LOWEST, 0, 0, LOWEST, LOWEST, 0, 0, LOWEST, LOWEST, LOWEST};
static const lanes labels_only = {HIGHEST, HIGHEST, HIGHEST, HIGHEST, HIGHEST, HIGHEST, HIGHEST, HIGHEST,
                                  HIGHEST, HIGHEST, HIGHEST, HIGHEST, HIGHEST, LOWEST,  LOWEST,  LOWEST};

// Vectors are passed by their address, as their size by value depends on the processor.
#define INLINE static inline __attribute__((always_inline))

INLINE void normalise(lanes *scores) {
  const lanes kept = __builtin_elementwise_min(*scores, labels_only);
  *scores = __builtin_elementwise_max(kept - __builtin_reduce_max(kept), (lanes){} + LOWEST);
}

// The best score with which each label is reached from those of the token before.
INLINE void reach(lanes *next, const lanes *best, const lanes *transitions) {
  lanes most = (*best)[0] + transitions[0];
#pragma clang loop unroll(full)
  for (int from = 1; from < weir_tagger_labels; from++)
    most = __builtin_elementwise_max(most, (*best)[from] + transitions[from]);
  *next = most;
}

// The first of the lanes whose sums are the most.
INLINE uint8_t first_best(const lanes *a, const lanes *b) {
  typedef int8_t marks __attribute__((vector_size(weir_tagger_lanes)));
  typedef uint64_t halves __attribute__((vector_size(weir_tagger_lanes)));
  const lanes sums = *a + *b;
  const halves same = (halves) __builtin_convertvector(sums == __builtin_reduce_max(sums), marks);
  return (uint8_t)(same[0] ? __builtin_ctzll(same[0]) >> 3 : 8 + (__builtin_ctzll(same[1]) >> 3));
}

FOR_EACH_PROCESSOR
void weir_tagger_decode(const int16_t *scores, const uint8_t *scripts, size_t count, const int16_t *transitions,
                        const int16_t *origins, int16_t *memory, uint8_t *labels) {
  if (count == 0) return;
  const lanes *own = (const lanes *)scores;
  lanes *best = (lanes *)memory;
  best[0] = own[0] + opening;
  normalise(best);
  for (size_t i = 1; i < count; i++) {
    reach(best + i, best + i - 1, (const lanes *)transitions + scripts[i] * weir_tagger_labels);
    best[i] += own[i];
    normalise(best + i);
  }
  // Back over the tokens: to ask for the label before each only along the path is cheaper than to remember it for all.
  uint8_t label = first_best(best + count - 1, &closing);
  for (size_t i = count - 1; i > 0; i--) {
    labels[i] = label;
    label = first_best(best + i - 1, (const lanes *)origins + scripts[i] * weir_tagger_labels + label);
  }
  labels[0] = label;
}
