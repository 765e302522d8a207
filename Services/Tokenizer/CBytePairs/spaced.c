// Text for vocabularies that write spaces as U+2581 (SentencePiece's meta symbol), their tokens being kept with spaces.
#include <stdlib.h>

#include "workspace.h"

static const uint8_t visible_space[3] = {0xe2, 0x96, 0x81};

// Copies the text with spaces for visible ones; returns how many bytes it has then.
static size_t copy_spaced(uint8_t *out, const uint8_t *text, size_t count) {
  size_t position = 0, written = 0;
  while (position < count) {
    const uint8_t *found = memchr(text + position, visible_space[0], count - position);
    size_t plain = found ? (size_t)(found - text) - position : count - position;
    memcpy(out + written, text + position, plain);
    position += plain;
    written += plain;
    if (!found) break;
    bool is_space = position + 3 <= count && memcmp(found, visible_space, 3) == 0;
    out[written++] = is_space ? ' ' : visible_space[0];
    position += is_space ? 3 : 1;
  }
  return written;
}

bool weir_bpe_encode_spaced(
    const weir_bpe *bpe, weir_bpe_workspace *ws, weir_words words, const uint8_t *text, size_t count, bool prepends) {
  if (count + 1 > ws->spaced_size) {
    free(ws->spaced);
    ws->spaced = malloc((count + 1) * 2);
    ws->spaced_size = ws->spaced ? (count + 1) * 2 : 0;
    if (!ws->spaced) return false;
  }
  ws->spaced[0] = ' ';
  size_t written = copy_spaced(ws->spaced + prepends, text, count);
  return weir_bpe_encode(bpe, ws, words, ws->spaced, written + prepends);
}
