#pragma once

#include <stddef.h>

/// The name tagger's weights, linked into the executable so that no file has to be found at run time.
/// Written by Services/Trainer/NameTagger; read by Shared/Deidentification/Tagger/TaggerModel.swift.
const unsigned char *weir_tagger_weights(void);
size_t weir_tagger_weights_count(void);

/// Asks for a line of memory before it is needed. Any address will do: one that cannot be read is not.
static inline void weir_tagger_prefetch(const void *address) { __builtin_prefetch(address); }

