/* Preloaded into a process: records what it does to files whose path begins with $RECORD_PREFIX, in order, in $RECORD_TO.

   A record is: kind (1 byte), path length (4), offset (8), data length (8), all little-endian; then path and data.
   Kinds: C created, W written, T cut or lengthened to `offset`, S synced, D folder synced, U unlinked.
   An unlink of a path that is not there is recorded too: that is how the process says where it has come to. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REAL(type, name) ((type)dlsym(RTLD_NEXT, name))

static int log_fd(void) {
  static int fd = -1;
  if (fd < 0 && getenv("RECORD_TO"))
    fd = REAL(int (*)(const char *, int, ...), "open")(getenv("RECORD_TO"), O_WRONLY | O_CREAT | O_APPEND, 0600);
  return fd;
}

static int watched(const char *path) {
  const char *prefix = getenv("RECORD_PREFIX");
  return prefix && !strncmp(path, prefix, strlen(prefix));
}

static int path_of(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return 1;
}

static void put(const void *data, size_t length) {
  ssize_t (*real)(int, const void *, size_t) = REAL(ssize_t(*)(int, const void *, size_t), "write");
  const char *at = data;
  while (length) {
    ssize_t done = real(log_fd(), at, length);
    if (done <= 0) abort();
    at += done;
    length -= (size_t)done;
  }
}

static void record(char kind, const char *path, uint64_t offset, const void *data, uint64_t size) {
  if (log_fd() < 0) return;
  uint32_t length = (uint32_t)strlen(path);
  put(&kind, 1);
  put(&length, 4);
  put(&offset, 8);
  put(&size, 8);
  put(path, length);
  if (size) put(data, size);
}

static ssize_t written(int fd, const void *data, uint64_t offset, ssize_t done) {
  char path[PATH_MAX];
  if (done > 0 && path_of(fd, path) && watched(path)) record('W', path, offset, data, (uint64_t)done);
  return done;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
  return written(fd, data, (uint64_t)offset,
                 REAL(ssize_t(*)(int, const void *, size_t, off_t), "pwrite")(fd, data, size, offset));
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
  return written(fd, data, (uint64_t)offset,
                 REAL(ssize_t(*)(int, const void *, size_t, off64_t), "pwrite64")(fd, data, size, offset));
}

ssize_t write(int fd, const void *data, size_t size) {
  off_t before = lseek(fd, 0, SEEK_CUR);
  ssize_t done = REAL(ssize_t(*)(int, const void *, size_t), "write")(fd, data, size);
  return before < 0 ? done : written(fd, data, (uint64_t)before, done);
}

static int cut(int fd, uint64_t length, int result) {
  char path[PATH_MAX];
  if (!result && path_of(fd, path) && watched(path)) record('T', path, length, NULL, 0);
  return result;
}

int ftruncate(int fd, off_t length) {
  return cut(fd, (uint64_t)length, REAL(int (*)(int, off_t), "ftruncate")(fd, length));
}

int ftruncate64(int fd, off64_t length) {
  return cut(fd, (uint64_t)length, REAL(int (*)(int, off64_t), "ftruncate64")(fd, length));
}

static int synced(int fd, int result) {
  char path[PATH_MAX];
  struct stat found;
  if (result || !path_of(fd, path)) return result;
  if (!fstat(fd, &found) && S_ISDIR(found.st_mode)) record('D', path, 0, NULL, 0);
  else if (watched(path)) record('S', path, 0, NULL, 0);
  return result;
}

int fsync(int fd) { return synced(fd, REAL(int (*)(int), "fsync")(fd)); }

int fdatasync(int fd) { return synced(fd, REAL(int (*)(int), "fdatasync")(fd)); }

int unlink(const char *path) {
  int result = REAL(int (*)(const char *), "unlink")(path);
  if (watched(path)) record('U', path, 0, NULL, 0);
  return result;
}

static int opened(const char *path, int flags, int fd, int was_there) {
  if (fd >= 0 && watched(path)) {
    if ((flags & O_CREAT) && !was_there) record('C', path, 0, NULL, 0);
    if ((flags & O_TRUNC) && was_there) record('T', path, 0, NULL, 0);
  }
  return fd;
}

#define OPENING(name)                                                             \
  int name(const char *path, int flags, ...) {                                    \
    va_list rest;                                                                 \
    va_start(rest, flags);                                                        \
    mode_t mode = (flags & O_CREAT) ? va_arg(rest, mode_t) : 0;                   \
    va_end(rest);                                                                 \
    int was_there = !access(path, F_OK);                                          \
    int fd = REAL(int (*)(const char *, int, ...), #name)(path, flags, mode);     \
    return opened(path, flags, fd, was_there);                                    \
  }

OPENING(open)
OPENING(open64)
