/// Counts of faults, recoveries and other events of runs.
package struct Tally: Hashable, Sendable {
    /// Faults by kind, without rows for those that never occurred.
    package internal(set) var faults: [FaultKind: Int] = [:]
    /// Recoveries by path, without rows for those that never occurred.
    package internal(set) var recoveries: [RecoveryPath: Int] = [:]
    /// Number of runs in which a size had its minimum, by kind, without rows of zero.
    package internal(set) var sizesAtMinimum: [SizeKind: Int] = [:]
    /// Forged fields of messages by name, without rows for those never forged.
    package internal(set) var forgeries: [String: Int] = [:]
    /// Number of operations by people.
    package internal(set) var operations = 0
    /// Number of authorised transfers.
    package internal(set) var transfers = 0
    /// Number of balances read while they were called live.
    package internal(set) var liveReadings = 0
    /// Number of balances read while they were not called live.
    package internal(set) var otherReadings = 0
    /// Number of jobs run.
    package internal(set) var steps: UInt64 = 0

    /// Creates a tally with all counts at zero.
    package init() {}

    mutating func note(_ fault: FaultKind) { faults[fault, default: 0] += 1 }

    mutating func note(_ recovery: RecoveryPath) { recoveries[recovery, default: 0] += 1 }

    mutating func note(_ sizes: [SizeKind]) {
        for size in sizes { sizesAtMinimum[size, default: 0] += 1 }
    }

    mutating func note(forged field: String) { forgeries[field, default: 0] += 1 }

    /// Adds the counts of another tally.
    package mutating func add(_ other: Tally) {
        faults.merge(other.faults, uniquingKeysWith: +)
        recoveries.merge(other.recoveries, uniquingKeysWith: +)
        sizesAtMinimum.merge(other.sizesAtMinimum, uniquingKeysWith: +)
        forgeries.merge(other.forgeries, uniquingKeysWith: +)
        operations += other.operations
        transfers += other.transfers
        liveReadings += other.liveReadings
        otherReadings += other.otherReadings
        steps += other.steps
    }

    /// The names of everything that never occurred: faults, recoveries, minimum sizes and forged
    /// fields, in this order.
    package var missing: [String] {
        FaultKind.allCases.filter { faults[$0] == nil }.map(\.rawValue)
            + RecoveryPath.allCases.filter { recoveries[$0] == nil }.map(\.rawValue)
            + SizeKind.allCases.filter { sizesAtMinimum[$0] == nil }.map(\.rawValue)
            + MessageFields.forged.filter { forgeries[$0] == nil }
    }
}
