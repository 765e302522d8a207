#include "long.h"
#include "turns.h"

void bpe_search_portable(const weir_bpe *bpe, weir_bpe_workspace *ws) { merge_in_turn(bpe, ws); }

size_t bpe_merge_long_portable(
    const weir_bpe *bpe, weir_bpe_workspace *ws, const uint8_t *p, size_t count, int32_t *out) {
  return merge_long(bpe, ws, p, count, out);
}
