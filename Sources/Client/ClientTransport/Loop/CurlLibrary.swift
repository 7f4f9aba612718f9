import CLibcurl

/// libcurl, loaded at its first use.
final class CurlLibrary: @unchecked Sendable {
    // SAFETY: filled before anybody else sees it, only read afterwards, and never freed.
    let functions: UnsafePointer<counterfoil_curl>

    /// The loaded library; nil if it is missing.
    static let shared = CurlLibrary()

    private init?() {
        let table = UnsafeMutablePointer<counterfoil_curl>.allocate(capacity: 1)
        table.initialize(to: counterfoil_curl())
        guard counterfoil_curl_load(table) else {
            table.deallocate()
            return nil
        }
        functions = UnsafePointer(table)
    }

    /// The function table, in which every entry is set.
    var calls: counterfoil_curl { functions.pointee }
}
