import CoreVocabulary
import Cryptography
import SyncCore

/// Figures of an account between two instants, by booking time.
struct StatementFigures {
    /// Number of entries that are added up in one step.
    private static let stride: Int64 = 4_096

    /// Totals of credits and debits, zero or more; 128 bits fit any number of entries.
    private struct Totals: Sendable {
        var credits: UInt128 = 0
        var debits: UInt128 = 0
    }

    let openingMinorUnits: Int64
    let closingMinorUnits: Int64
    let creditsMinorUnits: Int64
    let debitsMinorUnits: Int64
    let places: Range<Int>
    let chainHash: Digest256

    /// Adds the figures up.
    ///
    /// - Throws: ``ClientError`` if they do not fit into 64 bits; what the record throws.
    init(
        _ account: HeldAccount,
        _ period: Range<Instant>,
        _ records: any RecordStore
    ) async throws {
        let accountID = account.record.accountID
        let last = account.head.accountSequence
        let bookings = BookingOrder(accountID: accountID, records: records)
        let first = try await bookings.firstSequence(bookedFrom: period.lowerBound, last: last)
        let end = try await bookings.firstSequence(bookedFrom: period.upperBound, last: last)
        openingMinorUnits = try await Self.balance(after: first - 1, bookings)
        closingMinorUnits = try await Self.balance(after: end - 1, bookings)
        chainHash = try await Self.chainHash(after: end - 1, bookings)
        places = Int(last - end + 1)..<Int(last - first + 1)
        let totals = try await Self.totals(first..<end, accountID, records)
        // Opening balance and totals come from other rows than the closing balance and must agree
        // with it.
        let sum = Int128(openingMinorUnits) + Int128(totals.credits) - Int128(totals.debits)
        guard sum == Int128(closingMinorUnits) else {
            throw ChainFault(
                accountID: accountID,
                accountSequence: end - 1,
                reason: .balanceMismatch
            )
        }
        guard let credits = Int64(exactly: totals.credits),
            let debits = Int64(exactly: totals.debits)
        else { throw ClientError(.figuresOverflow) }
        (creditsMinorUnits, debitsMinorUnits) = (credits, debits)
    }

    private static func totals(
        _ sequences: Range<Int64>,
        _ accountID: AccountID,
        _ records: any RecordStore
    ) async throws -> Totals {
        var totals = Totals()
        var high = sequences.upperBound - 1
        while high >= sequences.lowerBound {
            let low = max(sequences.lowerBound, high - stride + 1)
            totals = try await records.fold(
                entriesOf: accountID,
                sequences: low...high,
                into: totals
            ) { totals, _, bytes in
                guard let amount = EntryView(bytes)?.amountMinorUnits else { return }
                if amount < 0 {
                    totals.debits += UInt128(amount.magnitude)
                } else {
                    totals.credits += UInt128(amount.magnitude)
                }
            }
            high = low - 1
        }
        return totals
    }

    private static func balance(
        after sequence: Int64,
        _ bookings: BookingOrder
    ) async throws -> Int64 {
        sequence > 0 ? try await bookings.entry(sequence).balanceAfterMinorUnits : 0
    }

    private static func chainHash(
        after sequence: Int64,
        _ bookings: BookingOrder
    ) async throws -> Digest256 {
        let accountID = bookings.accountID
        guard sequence > 0 else { return ChainHead.genesis(of: accountID).hash }
        let hash = try await bookings.records.chainHash(of: accountID, at: sequence)
        guard let hash else { throw ChainFault.unreadable(accountID, at: sequence) }
        return hash
    }
}
