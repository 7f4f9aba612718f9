import SyncCore

/// A field of a cursor that is altered on its own.
enum CursorField: String, CaseIterable, Sendable {
    case epoch, feedSequence, scopeVersion, mac
}

extension Cursor {
    /// Returns the cursor with another value in one field.
    func altered(_ field: CursorField) -> Cursor {
        Cursor(
            epoch: epoch ^ (field == .epoch ? 1 : 0),
            feedSequence: feedSequence + (field == .feedSequence ? 1 : 0),
            scopeVersion: scopeVersion + (field == .scopeVersion ? 1 : 0),
            mac: mac ^ (field == .mac ? 1 : 0)
        )
    }

    /// Returns the cursor moved by some changes, with its old MAC.
    func moved(by count: Int64) -> Cursor {
        Cursor(
            epoch: epoch,
            feedSequence: feedSequence + count,
            scopeVersion: scopeVersion,
            mac: mac
        )
    }
}
