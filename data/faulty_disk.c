/* A disk that goes wrong, for the program that is started with this library before its own (LD_PRELOAD):
 *
 *   DISK_ROOM   bytes that are taken in all; then every write fails with DISK_FAULT
 *   DISK_FAULT  the number of that error: 28 no space left, 30 read-only, 5 input/output
 *   DISK_SLOW   microseconds that every write and every flush takes longer
 *
 * Only files count, not pipes or sockets.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_long taken;

static long told(const char *name, long otherwise) {
    const char *value = getenv(name);
    return value ? atol(value) : otherwise;
}

/* Whether these bytes still go on the disk; errno says why not. */
static int takes(int file, size_t bytes) {
    struct stat about;
    long room = told("DISK_ROOM", -1);
    if (fstat(file, &about) || !S_ISREG(about.st_mode)) return 1;
    usleep(told("DISK_SLOW", 0));
    if (room < 0 || atomic_fetch_add(&taken, bytes) + (long)bytes <= room) return 1;
    errno = told("DISK_FAULT", ENOSPC);
    return 0;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *from, size_t bytes) {
    return takes(file, bytes) ? REAL(write)(file, from, bytes) : -1;
}

ssize_t pwrite(int file, const void *from, size_t bytes, off_t at) {
    return takes(file, bytes) ? REAL(pwrite)(file, from, bytes, at) : -1;
}

ssize_t pwrite64(int file, const void *from, size_t bytes, off64_t at) {
    return takes(file, bytes) ? REAL(pwrite64)(file, from, bytes, at) : -1;
}

int fsync(int file) { return takes(file, 0) ? REAL(fsync)(file) : -1; }

int fdatasync(int file) { return takes(file, 0) ? REAL(fdatasync)(file) : -1; }
