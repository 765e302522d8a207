#include "scan/scan.h"

size_t words_scan_portable(scanner *s, uint32_t *ends) { return classify_and_scan(s, ends); }
