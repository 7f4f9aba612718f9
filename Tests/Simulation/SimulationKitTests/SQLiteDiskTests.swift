import Glibc
import Testing

@testable import SimulationKit

/// Goal: the simulated bank runs on the real store as it does on the one in memory.
///
/// Method: whole stories with the books in SQLite files, which are gone afterwards.
struct SQLiteDiskTests {
    @Test("stories pass with the books in SQLite, and leave no file behind")
    func stories() throws {
        var template = Array("/tmp/counterfoil-test-XXXXXX".utf8CString)
        let folder = try template.withUnsafeMutableBufferPointer { buffer in
            let base = try #require(buffer.baseAddress)
            return String(cString: try #require(mkdtemp(base)))
        }
        let stores = SimulatedStores.sqlite(in: folder)
        var transfers = 0
        for seed in UInt64(1)...5 {
            let result = Simulation(seed: seed, stores: stores).run()
            #expect(result.violation == nil, "seed \(seed)")
            transfers += result.tally.transfers
        }
        #expect(transfers > 0)
        #expect(rmdir(folder) == 0)
    }

    @Test("a story in SQLite is the same each time")
    func repeated() throws {
        var template = Array("/tmp/counterfoil-test-XXXXXX".utf8CString)
        let folder = try template.withUnsafeMutableBufferPointer { buffer in
            let base = try #require(buffer.baseAddress)
            return String(cString: try #require(mkdtemp(base)))
        }
        defer { rmdir(folder) }
        let stores = SimulatedStores.sqlite(in: folder)
        let first = Simulation(seed: 4, stores: stores).run()
        let second = Simulation(seed: 4, stores: stores).run()
        #expect(first.fingerprint == second.fingerprint)
    }
}
