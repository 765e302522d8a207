#pragma once
#include "CBytePairs.h"

// The definition, and the fast way; the second wants AVX2.
bool utf8_by_scalars(const uint8_t *p, size_t count);
bool utf8_by_blocks(const uint8_t *p, size_t count);

// Marks those of the short tokens that are no whole scalars.
void utf8_mark_partial(weir_token *tokens, size_t count);
