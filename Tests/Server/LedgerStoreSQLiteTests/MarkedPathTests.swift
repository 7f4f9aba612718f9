import Testing

@testable import LedgerStoreSQLite

/// Goal: a path from the root is one to SQLite as well.
///
/// Method: its first name begins with a mark, which to Swift belongs to the slash.
struct MarkedPathTests {
    @Test("a path from the root has no host, whatever its first name begins with")
    func root() throws {
        let name = try #require(MadeFiles.unchangingName(of: "/\u{301}a/bank.sqlite"))
        #expect(name.hasPrefix("file:///%"))
    }
}
