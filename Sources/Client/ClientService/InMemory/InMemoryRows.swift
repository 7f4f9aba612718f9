import CoreVocabulary
import Cryptography
import SyncCore

/// The rows of a record in memory; copying them is what makes a transaction.
struct InMemoryRows: RecordRows {
    struct Place: Hashable {
        let accountID: AccountID
        let sequence: Int64
    }

    /// What can be staged.
    struct Tables {
        var accounts: [AccountRecord] = []
        var holds: [TransferID: HoldRecord] = [:]
        var payees: [AccountID: PayeeRecord] = [:]
    }

    struct Entry {
        var canonicalBytes: [UInt8]?
        let chainHash: Digest256
        let storedBytes: [UInt8]
    }

    private(set) var current = Tables()
    private(set) var evidence: [Evidence] = []
    private var staged = Tables()
    private var place = RecordState()
    private var chainRows: [AccountID: ChainRow] = [:]
    private var entries: [Place: Entry] = [:]
    private var doubts: [AccountID: (fault: ChainFault, inFeed: Bool)] = [:]

    func state() -> RecordState {
        var state = place
        state.doubts = doubts.values.map(\.fault).sorted { $0.accountID < $1.accountID }
        return state
    }

    mutating func setState(_ state: RecordState) {
        place = state
    }

    func accountIDs() -> [AccountID] {
        current.accounts.map(\.accountID).sorted()
    }

    func chain(of accountID: AccountID) -> ChainRow? {
        chainRows[accountID]
    }

    func chains() -> [ChainRow] {
        chainRows.values.sorted { $0.head.accountID < $1.head.accountID }
    }

    mutating func putChain(_ row: ChainRow) {
        chainRows[row.head.accountID] = row
    }

    mutating func removeChain(of accountID: AccountID) {
        chainRows[accountID] = nil
    }

    func entry(of accountID: AccountID, at sequence: Int64) -> StoredEntry? {
        entries[Place(accountID: accountID, sequence: sequence)].map { entry in
            StoredEntry(
                sequence: sequence,
                chainHash: entry.chainHash,
                canonicalBytes: entry.canonicalBytes,
                storedBytes: entry.storedBytes
            )
        }
    }

    mutating func putEntry(
        of accountID: AccountID,
        at sequence: Int64,
        canonicalBytes: [UInt8],
        chainHash: Digest256
    ) {
        entries[Place(accountID: accountID, sequence: sequence)] = Entry(
            canonicalBytes: canonicalBytes,
            chainHash: chainHash,
            storedBytes: canonicalBytes
        )
    }

    func nextEntry(of accountID: AccountID, after sequence: Int64) -> StoredEntry? {
        let later = entries.keys.filter { $0.accountID == accountID && $0.sequence > sequence }
        return later.map(\.sequence).min().flatMap { entry(of: accountID, at: $0) }
    }

    mutating func removeEntry(of accountID: AccountID, at sequence: Int64) {
        entries[Place(accountID: accountID, sequence: sequence)] = nil
    }

    mutating func put(_ account: AccountRecord, staged isStaged: Bool) {
        change(isStaged) { tables in
            let place = tables.accounts.firstIndex { $0.accountID == account.accountID }
            if let place {
                tables.accounts[place] = account
            } else {
                tables.accounts.append(account)
            }
        }
    }

    mutating func put(_ hold: HoldRecord, staged isStaged: Bool) {
        change(isStaged) { $0.holds[hold.transferID] = hold }
    }

    mutating func put(_ payee: PayeeRecord, staged isStaged: Bool) {
        change(isStaged) { $0.payees[payee.accountID] = payee }
    }

    mutating func removeHold(_ transferID: TransferID, staged isStaged: Bool) {
        change(isStaged) { $0.holds[transferID] = nil }
    }

    mutating func removePayee(_ accountID: AccountID, staged isStaged: Bool) {
        change(isStaged) { $0.payees[accountID] = nil }
    }

    mutating func promoteStaged() {
        current = staged
        staged = Tables()
    }

    mutating func removeStaged() {
        staged = Tables()
    }

    mutating func removeAccount(_ accountID: AccountID) {
        for isStaged in [false, true] {
            change(isStaged) { tables in
                tables.accounts.removeAll { $0.accountID == accountID }
                tables.holds = tables.holds.filter { $0.value.accountID != accountID }
            }
        }
        entries = entries.filter { $0.key.accountID != accountID }
        chainRows[accountID] = nil
        doubts[accountID] = nil
    }

    mutating func putDoubt(_ fault: ChainFault, inFeed: Bool) {
        let first = doubts[fault.accountID]?.fault ?? fault
        doubts[fault.accountID] = (first, inFeed)
    }

    func doubt(about accountID: AccountID) -> (fault: ChainFault, inFeed: Bool)? {
        doubts[accountID]
    }

    mutating func removeCuredDoubts() {
        doubts = doubts.filter { $0.value.inFeed }
    }

    mutating func resetDoubts() {
        doubts = doubts.mapValues { ($0.fault, false) }
    }

    mutating func removeDoubt(about accountID: AccountID) {
        doubts[accountID] = nil
    }

    mutating func addEvidence(_ evidence: Evidence) {
        self.evidence.append(evidence)
    }

    func evidenceCount(of accountID: AccountID) -> Int {
        evidence.count { $0.fault.accountID == accountID }
    }

    /// Makes the bytes of an entry unreadable, as damage on a disk does.
    mutating func damage(_ accountID: AccountID, at sequence: Int64) {
        entries[Place(accountID: accountID, sequence: sequence)]?.canonicalBytes = nil
    }

    private mutating func change(_ isStaged: Bool, _ body: (inout Tables) -> Void) {
        if isStaged { body(&staged) } else { body(&current) }
    }
}
