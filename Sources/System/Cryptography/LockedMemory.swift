import Glibc

/// Whole pages of memory that are kept out of swap and core dumps, and zeroed before they go.
///
/// Pages of their own, because locks count per page: unlocking one secret must not unlock its
/// neighbour.
struct LockedMemory: ~Copyable {
    let base: UnsafeMutableRawPointer
    let byteCount: Int
    /// Whether the kernel promised never to swap these pages.
    let isLocked: Bool

    private let mappedByteCount: Int

    init(byteCount: Int) {
        systemInvariant(byteCount > 0, "locked memory holds at least one byte")
        let pageByteCount = SparePages.pageByteCount
        mappedByteCount = (byteCount + pageByteCount - 1) / pageByteCount * pageByteCount
        self.byteCount = byteCount
        if mappedByteCount == pageByteCount, let page = SparePages.take() {
            base = page
            isLocked = true
            return
        }
        let mapping = mmap(
            nil,
            mappedByteCount,
            PROT_READ | PROT_WRITE,
            MAP_PRIVATE | MAP_ANONYMOUS,
            -1,
            0
        )
        systemInvariant(mapping != MAP_FAILED, "memory for a secret is missing")
        base = systemUnwrap(mapping, "memory for a secret is missing")
        isLocked = mlock(base, mappedByteCount) == 0
        // Both can fail only on kernels without the feature; the secret is then no worse than any
        // other memory of the process, which disables its core dumps as a whole.
        _ = madvise(base, mappedByteCount, MADV_DONTDUMP)
        _ = madvise(base, mappedByteCount, MADV_WIPEONFORK)
    }

    deinit {
        wipe()
        if isLocked, mappedByteCount == SparePages.pageByteCount, SparePages.keep(base) { return }
        munmap(base, mappedByteCount)
    }

    /// Sets every byte to zero, in a way that the compiler may not leave out.
    ///
    /// The rest of the last page is never written, so that it is zero.
    func wipe() {
        explicit_bzero(base, byteCount)
    }
}
