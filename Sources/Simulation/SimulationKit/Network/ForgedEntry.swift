import SyncCore

/// An entry that was altered on its way to a console.
struct ForgedEntry: Sendable {
    /// The entry as the bank sent it.
    let sent: EntryRecord
    /// The field that has another value.
    let field: EntryField

    /// Its place in the record.
    var place: RecordPlace {
        RecordPlace(account: sent.accountID, sequence: sent.accountSequence)
    }
}
