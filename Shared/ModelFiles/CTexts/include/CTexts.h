// Texts one after the other, each behind its length in eight little-endian bytes, as a GGUF file has them.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Texts from one place that is noted to the next.
enum { WEIR_TEXTS_TOGETHER = 64 };

// Goes behind as many texts as are UTF-8 of scalars of one and two bytes and not long, which nearly all are in byte-level
// vocabularies: a multiple of WEIR_TEXTS_TOGETHER, at most `count`, whose number it returns. Each of `places` gets where the next
// so many begin, and `end` where the last one ends. Stops before others, texts that do not fit in `size` bytes among them; where
// the processor is too old that is before the first. A byte before the first is read too.
size_t weir_texts_skip(const uint8_t *bytes, size_t size, size_t count, size_t *places, size_t *end);
