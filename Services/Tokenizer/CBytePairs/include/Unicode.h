// What Unicode says of scalars, from tables that are part of the program: nothing has to be made before the first use.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The runs of scalars of one general category, as ScalarClass numbers these: start << 5 | category, in order. The last one
// goes on to 0x10ffff.
const uint32_t *weir_class_runs(size_t *count);

// The major version of Unicode that assigned the scalar, if that was from 9 to 16; 0 else.
uint8_t weir_scalar_version(uint32_t scalar);

// The lower case of a scalar beyond ASCII where that is another one; 0 where it is the scalar itself, or several.
uint32_t weir_lowercase(uint32_t scalar);

// As Unicode 9 has them:
// The canonical combining class.
uint8_t weir_combining_class(uint32_t scalar);

enum { WEIR_DECOMPOSED_MAX = 18 };
// The scalar's full decomposition but that of Hangul syllables, canonical or for compatibility. Returns how many scalars it
// has; 0 if the scalar is not decomposed.
size_t weir_decompose(uint32_t scalar, bool is_compatibility, uint32_t decomposed[WEIR_DECOMPOSED_MAX]);
// What the two compose to, but for Hangul; 0 for nothing.
uint32_t weir_compose(uint32_t first, uint32_t second);

// All scalars from here on stay as they are, and end what stands before them.
enum { WEIR_ACTIVE_BOUND = 0x30000 };
// Sets the bits of those below that may change, or change what stands before them.
void weir_note_active(uint64_t active[WEIR_ACTIVE_BOUND / 64], bool is_compatibility);
