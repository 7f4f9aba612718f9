import LedgerService
import LedgerStoreMemory
import StoreConformance
import Testing

/// Goal: the store in memory keeps every promise that the bank's stores make.
///
/// Method: the suite that the SQLite store is held to as well.
struct ConformanceTests {
    @Test("the store in memory keeps each promise of the port", arguments: StoreCheck.all)
    func conforms(check: StoreCheck) async throws {
        try await check.run {
            let disk = MemoryDisk(epoch: 7)
            let store = try LedgerStoreMemory(disk: disk)
            return StoreCheck.Opened(store: store) {
                store.close()
                #expect(disk.firstFinding(.heads) == nil)
                return try LedgerStoreMemory(disk: disk)
            }
        }
    }
}
