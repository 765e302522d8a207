// The bare machine: a serial port, an end, and exceptions that say what was running.
#pragma once

void start_machine(void);

// Writes to the serial port.
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Ends the emulator.
_Noreturn void shut_down(void);
