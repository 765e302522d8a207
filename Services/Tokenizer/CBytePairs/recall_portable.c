#include "recall/look_up.h"

void bpe_look_up_portable(const weir_bpe *bpe, weir_bpe_workspace *ws, const word_list *words) {
  look_up(bpe, ws, words);
}
void bpe_fill_in_portable(const weir_bpe *bpe, weir_bpe_workspace *ws) { fill_in(bpe, ws); }
