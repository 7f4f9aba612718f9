import BankTestKit
import LedgerService
import LedgerStoreSQLite
import StoreConformance
import Testing

/// Goal: the SQLite store keeps every promise that the bank's stores make.
///
/// Method: the suite that the store in memory is held to as well, over files.
struct ConformanceTests {
    @Test("the SQLite store keeps each promise of the port", arguments: StoreCheck.all)
    func conforms(check: StoreCheck) async throws {
        try await check.run {
            let folder = try #require(TemporaryFolder())
            let path = folder.path + "/bank.db"
            let store = try LedgerStoreSQLite(path: path)
            return StoreCheck.Opened(store: store) {
                try store.close()
                // Keeps the folder until here.
                return try LedgerStoreSQLite(path: folder.path + "/bank.db")
            }
        }
    }
}
