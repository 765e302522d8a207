// The functions that pass vectors are all inlined: no call depends on how an instruction set passes them.
#pragma clang diagnostic ignored "-Wpsabi"
#define LANES 4
#define TILE_TOKENS 2
#define NAME "portable"
#define HAS_AVX2 0
#define HAS_VNNI 0
#include "operations.h"

const struct weir_kernels *weir_kernels_portable(void) { return &kernels; }
