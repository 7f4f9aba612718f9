import Glibc
import Synchronization

/// Pool of wiped, locked pages for reuse by the next secret.
///
/// Most secrets fit in one page and live for one call. Mapping, locking and unmapping a page takes
/// longer than the work on it. Pages are zeroed before they enter the pool and never hold two
/// secrets at once.
enum SparePages {
    /// Maximum number of pages: 256 KiB of the 8 MiB that a process may lock by default.
    static let pageLimit = 64
    /// Size of a page in bytes, 4 KiB on most systems.
    static let pageByteCount = Int(sysconf(Int32(_SC_PAGESIZE)))

    // SAFETY: a page belongs to nobody while it is here, and to one owner after it is taken.
    private struct Page: @unchecked Sendable {
        let base: UnsafeMutableRawPointer
    }

    private static let pages = Mutex<[Page]>([])

    /// Returns a page that is locked, excluded from core dumps and zeroed; nil if none is left.
    static func take() -> UnsafeMutableRawPointer? {
        pages.withLock { $0.popLast() }?.base
    }

    /// Puts a wiped page into the pool; returns false and does nothing if the pool is full.
    static func keep(_ base: UnsafeMutableRawPointer) -> Bool {
        let page = Page(base: base)
        return pages.withLock { pages in
            guard pages.count < pageLimit else { return false }
            pages.append(page)
            return true
        }
    }
}
