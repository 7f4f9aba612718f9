/// How often each fault and each way out of trouble happened.
public struct Tally: Hashable, Sendable {
    /// Faults by kind; one that never happened has no row.
    public private(set) var faults: [FaultKind: Int] = [:]
    /// Recoveries by path; one that never happened has no row.
    public private(set) var recoveries: [RecoveryPath: Int] = [:]
    /// In how many stories a size was as small as it gets, by kind; one that never was has no row.
    public private(set) var sizesAtMinimum: [SizeKind: Int] = [:]
    /// Fields of messages that were altered by themselves, by name; one that never was has no row.
    public private(set) var forgeries: [String: Int] = [:]
    /// Operations that people did.
    public internal(set) var operations = 0
    /// Transfers that were authorised.
    public internal(set) var transfers = 0
    /// Balances that were read while they were called live.
    public internal(set) var liveReadings = 0
    /// Balances that were read while they were not.
    public internal(set) var otherReadings = 0
    /// Jobs that were run.
    public internal(set) var steps: UInt64 = 0

    /// Makes a tally of nothing.
    public init() {}

    mutating func note(_ fault: FaultKind) {
        faults[fault, default: 0] += 1
    }

    mutating func note(_ recovery: RecoveryPath) {
        recoveries[recovery, default: 0] += 1
    }

    mutating func note(_ sizes: [SizeKind]) {
        for size in sizes { sizesAtMinimum[size, default: 0] += 1 }
    }

    mutating func note(forged field: String) {
        forgeries[field, default: 0] += 1
    }

    /// Adds another tally to this one.
    public mutating func add(_ other: Tally) {
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

    /// The names of all that never happened, faults first, of the sizes that were never small, and
    /// of the fields that were never forged.
    public var missing: [String] {
        FaultKind.allCases.filter { faults[$0] == nil }.map(\.rawValue)
            + RecoveryPath.allCases.filter { recoveries[$0] == nil }.map(\.rawValue)
            + SizeKind.allCases.filter { sizesAtMinimum[$0] == nil }.map(\.rawValue)
            + MessageFields.forged.filter { forgeries[$0] == nil }
    }
}
