#pragma once
#include <stddef.h>
#include <stdint.h>

// Hashes of a Merkle tree, RFC 6962 section 2.1. SHA-256 is FIPS 180-4.

/// out = SHA-256(0x00 || data)
void weir_merkle_leaf(const uint8_t *data, size_t count, uint8_t out[32]);

/// out = SHA-256(0x01 || left || right)
void weir_merkle_node(const uint8_t left[32], const uint8_t right[32], uint8_t out[32]);

/// Folds `blocks` blocks of 64 bytes into the chaining value, in plain C.
void weir_sha256_blocks_reference(uint32_t state[8], const uint8_t *data, size_t blocks);

/// The same with the processor's SHA instructions; call only where weir_sha256_is_accelerated() is not 0.
void weir_sha256_blocks_x86(uint32_t state[8], const uint8_t *data, size_t blocks);
int weir_sha256_is_accelerated(void);
