#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <zmq.h>

// prctl and syscall are variadic, which Swift cannot call.
static inline void weir_name_this_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

// Only the first 64 processors, which is where one would pin.
static inline int weir_pin_this_thread(int processor) {
  unsigned long mask = 1ul << processor;
  return (int)syscall(SYS_sched_setaffinity, 0, sizeof mask, &mask);
}
