#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static int signal_pipe[2] = {-1, -1};

static void on_signal(int number) {
  int saved = errno;
  unsigned char byte = (unsigned char)number;
  // A full pipe loses nothing that matters: the same signals are waiting in it.
  ssize_t written = write(signal_pipe[1], &byte, 1);
  (void)written;
  errno = saved;
}

int weir_process_signals(void) {
  static const int numbers[] = {SIGTERM, SIGINT, SIGHUP, SIGCHLD};
  if (signal_pipe[0] >= 0) return signal_pipe[0];
  if (pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return -errno;
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  // Unblocked too: a parent may start this process from a thread that blocks signals, and the mask is inherited.
  sigset_t handled;
  sigemptyset(&handled);
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    sigaddset(&handled, numbers[i]);
    sigaction(numbers[i], &action, NULL);
  }
  pthread_sigmask(SIG_UNBLOCK, &handled, NULL);
  signal(SIGPIPE, SIG_IGN);
  return signal_pipe[0];
}

// Between fork and exec only what signal-safety(7) allows. Ignored signals stay ignored over exec: SIGPIPE is reset.
static void become(const char *path, char *const arguments[], char *const environment[], int output, pid_t parent,
                   int failure, bool detached) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  signal(SIGPIPE, SIG_DFL);
  // Asked after arming: a parent that died before cannot send the signal any more.
  if (!detached && (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)) _exit(127);
  if (detached) setsid();
  else setpgid(0, 0);
  int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (dup2(input, 0) >= 0 && dup2(output, 1) >= 0 && dup2(output, 2) >= 0 && dup2(failure, 3) >= 0) {
    fcntl(3, F_SETFD, FD_CLOEXEC);
    close_range(4, ~0u, 0);
    execve(path, arguments, environment);
  }
  int error = errno;
  ssize_t written = write(3, &error, sizeof error);
  (void)written;
  _exit(127);
}

pid_t weir_process_spawn(const char *path, char *const arguments[], char *const environment[], int output,
                         bool detached) {
  int failure[2];
  if (pipe2(failure, O_CLOEXEC) != 0) return -errno;
  pid_t parent = getpid(), child = fork();
  int error = child < 0 ? errno : 0;
  if (child == 0) become(path, arguments, environment, output, parent, failure[1], detached);
  close(failure[1]);
  // Closed by a successful exec; otherwise it brings the reason.
  ssize_t size = child < 0 ? 0 : read(failure[0], &error, sizeof error);
  close(failure[0]);
  if (child > 0 && size > 0) waitpid(child, NULL, 0);
  return error != 0 ? -error : child;
}

int weir_process_keep_memory_private(void) {
  struct rlimit none = {0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) return -errno;
  return prctl(PR_SET_DUMPABLE, 0) != 0 ? -errno : 0;
}

int weir_process_ended(pid_t pid) {
  int status;
  pid_t ended = waitpid(pid, &status, WNOHANG);
  if (ended == 0) return -1;
  // No such child: someone else took its status, and it is gone.
  if (ended < 0) return 127;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
