// What a process needs of the kernel that Swift cannot call: variadic prctl, fork, and handlers that may run at any time.
#ifndef WEIR_PROCESS_H
#define WEIR_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

// Starts `path` with no open files but /dev/null as input and `output` as output and error. Not detached, it has a process
// group of its own, and the kernel kills it when the calling thread ends: call from a thread that lives as long as the
// process (main). Detached, it has a session of its own and lives on. Returns the process id, or -errno.
pid_t weir_process_spawn(const char *path, char *const arguments[], char *const environment[], int output,
                         bool detached);

// Installs handlers for SIGTERM, SIGINT, SIGHUP and SIGCHLD, ignores SIGPIPE, and returns a non-blocking descriptor from
// which each signal's number is read as one byte; -errno on failure. Later calls return the same descriptor.
int weir_process_signals(void);

// No core dumps, and no other process of this user may read this one's memory: both would hold identified text.
// Returns 0 or -errno.
int weir_process_keep_memory_private(void);

// Status of a child that ended: its exit code, or 128 + the signal's number. -1 while `pid` runs.
int weir_process_ended(pid_t pid);

#endif
