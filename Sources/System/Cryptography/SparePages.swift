import Glibc
import Synchronization

/// Wiped pages that keep their lock for the next secret.
///
/// Most secrets fit one page and live for one call; mapping, locking and unmapping a page takes
/// longer than what is done with it. A page comes here zeroed and leaves zeroed, and never holds
/// two secrets at once.
enum SparePages {
    /// The most pages that wait here: 256 KiB of the 8 MiB that a process may lock by default.
    static let pageLimit = 64
    /// Bytes in a page, 4 KiB for most uses.
    static let pageByteCount = Int(sysconf(Int32(_SC_PAGESIZE)))

    // SAFETY: a page belongs to nobody while it is here, and to one owner after it is taken.
    private struct Page: @unchecked Sendable {
        let base: UnsafeMutableRawPointer
    }

    private static let pages = Mutex<[Page]>([])

    /// A page that is locked, left out of core dumps and zero; nil when none is spare.
    static func take() -> UnsafeMutableRawPointer? {
        pages.withLock { $0.popLast() }?.base
    }

    /// Takes such a page from an owner that has wiped it; false, and nothing done, without room.
    static func keep(_ base: UnsafeMutableRawPointer) -> Bool {
        let page = Page(base: base)
        return pages.withLock { pages in
            guard pages.count < pageLimit else { return false }
            pages.append(page)
            return true
        }
    }
}
