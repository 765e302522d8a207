#pragma once

#include <stddef.h>

/// The name tagger's weights, linked into the executable so that no file has to be found at run time.
/// Written by Services/Trainer/NameTagger; read by Shared/Deidentification/Tagger/TaggerModel.swift.
const unsigned char *weir_tagger_weights(void);
size_t weir_tagger_weights_count(void);
