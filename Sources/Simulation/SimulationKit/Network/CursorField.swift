import SyncCore

/// A field of a cursor that is altered by itself.
enum CursorField: String, CaseIterable, Sendable {
    case epoch, feedSequence, scopeVersion, mac

    /// One of them.
    static func draw(_ dice: inout Dice) -> CursorField {
        allCases[dice.below(allCases.count)]
    }
}

extension Cursor {
    /// The same cursor with another value in one field.
    func altered(_ field: CursorField) -> Cursor {
        Cursor(
            epoch: epoch ^ (field == .epoch ? 1 : 0),
            feedSequence: feedSequence + (field == .feedSequence ? 1 : 0),
            scopeVersion: scopeVersion + (field == .scopeVersion ? 1 : 0),
            mac: mac ^ (field == .mac ? 1 : 0)
        )
    }

    /// The place some changes on or back, under the seal of this one.
    func moved(by count: Int64) -> Cursor {
        Cursor(
            epoch: epoch,
            feedSequence: feedSequence + count,
            scopeVersion: scopeVersion,
            mac: mac
        )
    }
}
