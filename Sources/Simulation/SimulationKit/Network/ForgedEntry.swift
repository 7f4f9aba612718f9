import SyncCore

/// An entry that was altered on its way to a console.
struct ForgedEntry: Sendable {
    /// The entry as the bank sent it.
    let sent: EntryRecord
    /// The field that has another value.
    let field: EntryField
    /// The list in which it arrives.
    let list: EntryList

    /// The entry as it arrives.
    var arriving: EntryRecord { sent.altered(field) }

    /// The entry's place in the record.
    var place: RecordPlace { RecordPlace(account: sent.accountID, sequence: sent.accountSequence) }

    /// True if a console may need one more comparison to find or to repair the entry.
    ///
    /// Entries fetched by their places belong to a repair. After a failed repair the next
    /// comparison is due in a quarter of an hour.
    var needsComparison: Bool { field.isHidden || list == .entries }
}
