import LedgerStoreMemory

/// Stores that a simulated bank keeps its books in.
package struct SimulatedStores: Sendable {
    /// Makes the disk of a seed's bank, with the town's books under an epoch.
    let makeDisk: @Sendable (_ seed: UInt64, _ newEpoch: UInt64) -> any BankDisk

    /// Books in memory, which the conformance suite holds to the behaviour of the real ones.
    package static let memory = SimulatedStores { _, newEpoch in
        let disk = MemoryDisk(epoch: newEpoch)
        disk.revert(to: Town.books, newEpoch: newEpoch)
        return disk
    }

    /// Books in SQLite, with the statements and triggers of `counterfoild`.
    ///
    /// Bugs that lose part of a commit, or one that was acknowledged, cannot be planted there:
    /// SQLite does neither. The folder is empty, and best in memory, such as `/dev/shm`.
    package static func sqlite(in folder: String) -> SimulatedStores {
        let town = Town.founded(on: SQLiteDisk(path: "\(folder)/town.db"))
        return SimulatedStores { seed, newEpoch in
            SQLiteDisk(path: "\(folder)/bank-\(seed).db", town, newEpoch: newEpoch)
        }
    }
}
