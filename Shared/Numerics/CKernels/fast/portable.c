#define LANES 4
#define TILE_TOKENS 2
#define NAME "portable"
#include "operations.h"

const struct weir_kernels *weir_kernels_portable(void) { return &kernels; }
