#include "machine.h"
#include "compare.h"
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

// Registers of a 16550 and their bits.
enum { SERIAL_PORT = 0x3f8 };
enum { LINE_CONTROL = SERIAL_PORT + 3, MODEM_CONTROL = SERIAL_PORT + 4, LINE_STATUS = SERIAL_PORT + 5 };
enum { DIVISOR_ACCESS = 0x80, EIGHT_BITS = 3, READY = 3, CAN_WRITE = 0x20, IS_IDLE = 0x40 };
// Bochs ends when "Shutdown" is written there.
enum { SHUTDOWN_PORT = 0x8900 };

enum { EXCEPTIONS = 32, CODE_SEGMENT = 8, INTERRUPT_GATE = 0x8e00 };
struct gate { uint16_t low, segment, type, middle; uint32_t high, zero; };
struct __attribute__((packed)) gates_register { uint16_t limit; uint64_t base; };
extern char trap_entry[];

static uint8_t read_port(uint16_t port) {
  uint8_t value;
  __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
  return value;
}

static void write_port(uint16_t port, uint8_t value) { __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port)); }

static void start_serial(void) {
  write_port(LINE_CONTROL, DIVISOR_ACCESS);
  write_port(SERIAL_PORT, 1);
  write_port(SERIAL_PORT + 1, 0);
  write_port(LINE_CONTROL, EIGHT_BITS);
  write_port(MODEM_CONTROL, READY);
}

static void catch_exceptions(void) {
  static struct gate gates[EXCEPTIONS];
  uintptr_t entry = (uintptr_t)trap_entry;
  for (int i = 0; i < EXCEPTIONS; i++)
    gates[i] = (struct gate){(uint16_t)entry, CODE_SEGMENT, INTERRUPT_GATE, (uint16_t)(entry >> 16)};
  struct gates_register gates_register = {sizeof gates - 1, (uintptr_t)gates};
  __asm__ volatile("lidt %0" : : "m"(gates_register));
}

void start_machine(void) {
  start_serial();
  catch_exceptions();
}

void print(const char *format, ...) {
  char line[400];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  for (const char *c = line; *c; c++) {
    while (!(read_port(LINE_STATUS) & CAN_WRITE)) continue;
    write_port(SERIAL_PORT, (uint8_t)*c);
  }
}

void shut_down(void) {
  // Else the last characters would be lost.
  while (!(read_port(LINE_STATUS) & IS_IDLE)) continue;
  for (const char *c = "Shutdown"; *c; c++) write_port(SHUTDOWN_PORT, (uint8_t)*c);
  for (;;) __asm__ volatile("hlt");
}

// An instruction that this processor lacks, or an address that must be aligned.
_Noreturn void trap(void) {
  print("stopped by an exception in %s\n", subject());
  shut_down();
}
