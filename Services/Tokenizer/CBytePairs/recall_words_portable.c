#include "recall/word_steps.h"

weir_step word_next_portable(weir_word_memory *m, size_t *start, size_t *end) { return next_step(m, start, end); }
bool word_add_portable(weir_word_memory *m, const int32_t *ids, size_t count) { return add_ids(m, ids, count); }
