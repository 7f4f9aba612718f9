/// The tables whose rows are counted in ``RowSums``.
enum SummedTable: CaseIterable {
    case account, hold, payee

    /// The kind to which its rows are bound.
    var kind: RowSealer.Kind {
        switch self {
        case .account: .account
        case .hold: .hold
        case .payee: .payee
        }
    }

    /// The group in which a row is counted.
    ///
    /// - Parameter ids: The identifiers that name it, that of its account last.
    /// - Returns: The group's number.
    func group(_ ids: [[UInt8]]) -> Int {
        switch self {
        case .account, .hold: RowSums.group(ofAccount: ids.last ?? [])
        case .payee: RowSums.payeeGroup
        }
    }

    /// The columns that name a row, in the order in which they are part of its place.
    var idColumns: [String] {
        switch self {
        case .account, .payee: ["account"]
        case .hold: ["transfer", "account"]
        }
    }
}
