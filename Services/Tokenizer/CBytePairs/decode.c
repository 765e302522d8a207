// Tokens to bytes: one load and one store of sixteen bytes for each, whatever its length.
#include <string.h>

#include "CBytePairs.h"

_Static_assert(sizeof(weir_token) == 16, "a token is loaded as one register");

// Unicode Standard, table 3-7.
bool weir_is_utf8(const uint8_t *p, size_t count) {
  for (size_t index = 0; index < count;) {
    uint64_t eight;
    if (count - index >= 8 && (memcpy(&eight, p + index, 8), (eight & 0x8080808080808080u) == 0)) {
      index += 8;
      continue;
    }
    uint8_t lead = p[index++];
    if (lead < 0x80) continue;
    if (lead < 0xc2 || lead > 0xf4) return false;
    size_t rest = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (count - index < rest) return false;
    uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80, high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (p[index] < low || p[index] > high) return false;
    for (size_t place = 1; place < rest; place++)
      if ((p[index + place] & 0xc0) != 0x80) return false;
    index += rest;
  }
  return true;
}

size_t weir_tokens_build(
    weir_token *tokens, uint8_t *long_bytes, const uint8_t *bytes, const uint32_t *starts, size_t count) {
  size_t long_count = 0;
  for (size_t index = 0; index < count; index++) {
    const uint8_t *p = bytes + starts[index];
    uint32_t size = starts[index + 1] - starts[index];
    weir_token token = {.info = weir_is_utf8(p, size) ? 0 : WEIR_TOKEN_IS_PARTIAL};
    if (size <= WEIR_TOKEN_BYTES_MAX) {
      memcpy(token.bytes, p, size);
      token.info |= (uint8_t)size;
    } else {
      memcpy(token.bytes, &(weir_long_place){(uint32_t)long_count, size}, sizeof(weir_long_place));
      token.info |= WEIR_TOKEN_IS_LONG;
      memcpy(long_bytes + long_count, p, size);
      long_count += size;
    }
    tokens[index] = token;
  }
  return long_count;
}

bool weir_tokens_list(const weir_token *tokens, size_t count, size_t long_count, uint8_t *infos) {
  for (size_t index = 0; index < count; index++) {
    infos[index] = tokens[index].info;
    if (!(tokens[index].info & WEIR_TOKEN_IS_LONG)) continue;
    weir_long_place place = weir_token_place(&tokens[index]);
    if ((uint64_t)place.start + place.count > long_count) return false;
  }
  return true;
}

size_t weir_decoded_size(
    const weir_token *tokens, const uint8_t *infos, size_t token_count, const int32_t *ids, size_t count, uint8_t skipped, uint8_t *seen) {
  size_t size = 0;
  uint8_t all = 0;
  for (size_t index = 0; index < count; index++) {
    if ((uint32_t)ids[index] >= token_count) continue;
    uint8_t info = infos[ids[index]];
    if (info & skipped) continue;
    all |= info;
    size += info & WEIR_TOKEN_IS_LONG ? weir_token_place(&tokens[ids[index]]).count : info & WEIR_TOKEN_LENGTH;
  }
  *seen = all;
  return size;
}

void weir_decode(
    const weir_token *tokens, size_t token_count, const uint8_t *long_bytes, const int32_t *ids, size_t count,
    uint8_t skipped, uint8_t *out) {
  for (size_t index = 0; index < count; index++) {
    if ((uint32_t)ids[index] >= token_count) continue;
    const weir_token *token = &tokens[ids[index]];
    uint8_t info = token->info;
    if (info & skipped) continue;
    if (info & WEIR_TOKEN_IS_LONG) {
      weir_long_place place = weir_token_place(token);
      memcpy(out, long_bytes + place.start, place.count);
      out += place.count;
    } else {
      memcpy(out, token, sizeof *token);
      out += info & WEIR_TOKEN_LENGTH;
    }
  }
}
