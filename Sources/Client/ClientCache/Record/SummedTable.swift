import SyncCore

/// The tables whose rows are counted in ``RowSums``.
enum SummedTable: CaseIterable {
    case account, hold, payee

    /// Kind to which the rows are bound by sealing.
    var kind: RowSealer.Kind {
        switch self {
        case .account: .account
        case .hold: .hold
        case .payee: .payee
        }
    }

    /// Decodes the opened bytes of a row.
    func change(_ bytes: [UInt8]) throws -> FeedChange {
        switch self {
        case .account: .account(try AccountRecord(canonicalBytes: bytes))
        case .hold: .hold(try HoldRecord(canonicalBytes: bytes))
        case .payee: .payee(try PayeeRecord(canonicalBytes: bytes))
        }
    }

    /// Returns the group in which a row with these identifiers, the account's last, is counted.
    func group(_ ids: [[UInt8]]) -> Int {
        switch self {
        case .account, .hold: RowSums.group(ofAccount: ids.last ?? [])
        case .payee: RowSums.payeeGroup
        }
    }

    /// Names of the identifier columns, in the order in which they bind the row.
    var idColumns: [String] {
        switch self {
        case .account, .payee: ["account"]
        case .hold: ["transfer", "account"]
        }
    }
}
