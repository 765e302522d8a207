#include "kernels.h"

int weir_has_block_product(enum weir_format format) {
  switch (format) {
    case WEIR_Q8_0: case WEIR_Q4_0: case WEIR_Q4_1: case WEIR_Q5_0: case WEIR_Q5_1: case WEIR_IQ4_NL:
    case WEIR_Q4_K: case WEIR_Q5_K: case WEIR_Q6_K: return 1;
    default: return 0;
  }
}
