import Glibc

/// Whole pages of memory, excluded from swap and core dumps, and zeroed before they are freed.
///
/// Each secret has its own pages, because locks count per page: unlocking one secret must not
/// unlock its neighbour.
struct LockedMemory: ~Copyable {
    let base: UnsafeMutableRawPointer
    let byteCount: Int
    /// True if the kernel has locked the pages against swapping.
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
        let access = PROT_READ | PROT_WRITE
        let mapping = mmap(nil, mappedByteCount, access, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        systemInvariant(mapping != MAP_FAILED, "memory for a secret is missing")
        base = systemUnwrap(mapping, "memory for a secret is missing")
        isLocked = mlock(base, mappedByteCount) == 0
        // These fail only on kernels without the feature. The secret is then no worse off than any
        // other memory of the process, whose core dumps are disabled as a whole.
        _ = madvise(base, mappedByteCount, MADV_DONTDUMP)
        _ = madvise(base, mappedByteCount, MADV_WIPEONFORK)
    }

    deinit {
        wipe()
        if isLocked, mappedByteCount == SparePages.pageByteCount, SparePages.keep(base) { return }
        munmap(base, mappedByteCount)
    }

    /// Sets every byte to zero, in a way that the compiler may not remove.
    ///
    /// The rest of the last page is never written, so it is zero already.
    func wipe() {
        explicit_bzero(base, byteCount)
    }
}
