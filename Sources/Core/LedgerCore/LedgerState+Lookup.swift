package import CoreVocabulary

extension LedgerState {
    /// Returns the current state of an account, or nil if it is not loaded.
    package func account(_ id: AccountID) -> Account? {
        accountIndex[id].map { accounts[$0] }
    }

    /// Returns a transfer with its marks, or nil if it is not loaded.
    package func transfer(_ id: TransferID) -> TransferRecord? {
        transferIndex[id].map { transfers[$0] }
    }

    /// Returns a journal with its decision, or nil if it is not loaded.
    package func journal(_ id: JournalID) -> JournalRecord? {
        journalIndex[id].map { journals[$0] }
    }

    /// Adds an account from the store; returns false and changes nothing if it is loaded already.
    @discardableResult
    package mutating func load(_ account: Account) -> Bool {
        guard accountIndex[account.id] == nil else { return false }
        insert(account)
        return true
    }

    /// Adds a transfer from the store; returns false and changes nothing if it is loaded already.
    @discardableResult
    package mutating func load(_ record: TransferRecord) -> Bool {
        guard transferIndex[record.transfer.id] == nil else { return false }
        insert(record)
        return true
    }

    /// Adds a decided journal from the store; returns false, unchanged, if it is loaded already.
    @discardableResult
    package mutating func load(_ record: JournalRecord) -> Bool {
        guard journalIndex[record.journal.id] == nil else { return false }
        insert(record)
        return true
    }

    /// Appends an account that is not loaded yet.
    mutating func insert(_ account: Account) {
        let previous = accountIndex.updateValue(accounts.count, forKey: account.id)
        invariant(previous == nil, "an account is added once")
        accounts.append(account)
    }

    /// Appends a transfer that is not loaded yet.
    mutating func insert(_ record: TransferRecord) {
        let previous = transferIndex.updateValue(transfers.count, forKey: record.transfer.id)
        invariant(previous == nil, "a transfer is added once")
        transfers.append(record)
    }

    /// Appends a journal that is not loaded yet.
    mutating func insert(_ record: JournalRecord) {
        let previous = journalIndex.updateValue(journals.count, forKey: record.journal.id)
        invariant(previous == nil, "a journal is added once")
        journals.append(record)
    }
}
