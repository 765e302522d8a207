#include "CTagger.h"

// #embed finds the file beside this one, whatever the build's folder is; clang 19 and later have it.
#ifndef __has_embed
#error "the name tagger's weights are linked in by #embed: build with Swift 6.3 or later"
#endif
#pragma clang diagnostic ignored "-Wc23-extensions"

_Alignas(64) static const unsigned char weights[] = {
#embed "weights.bin"
};

const unsigned char *weir_tagger_weights(void) { return weights; }

size_t weir_tagger_weights_count(void) { return sizeof(weights); }
