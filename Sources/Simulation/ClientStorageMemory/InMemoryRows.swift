package import ClientService
package import CoreVocabulary
package import Cryptography
package import SyncCore

/// Rows of a record in memory; a transaction works on a copy of them.
package struct InMemoryRows: RecordRows {
    struct Place: Hashable {
        let accountID: AccountID
        let sequence: Int64
    }

    struct HoldPlace: Hashable {
        let transferID: TransferID
        let accountID: AccountID
    }

    /// The tables that can be staged.
    struct Tables {
        var accounts: [AccountRecord] = []
        var holds: [HoldPlace: HoldRecord] = [:]
        var payees: [AccountID: PayeeRecord] = [:]
    }

    struct Entry {
        var canonicalBytes: [UInt8]?
        let chainHash: Digest256
        let storedBytes: [UInt8]
    }

    package let evidenceLimit: Int
    private(set) var current = Tables()
    private(set) var evidence: [Evidence] = []
    private var unkept: [AccountID: Int64] = [:]
    private var staged = Tables()
    /// Part that was damaged and has not been received again since.
    private var damagedPart = RecordPart()
    private var place = RecordState()
    private var chainRows: [AccountID: ChainRow] = [:]
    private var entries: [Place: Entry] = [:]
    private var doubts: [AccountID: (fault: ChainFault, inFeed: Bool)] = [:]

    init(evidenceLimit: Int = SyncLimits().evidenceCount) {
        self.evidenceLimit = evidenceLimit
    }

    package func state() -> RecordState {
        var state = place
        state.unkeptEvidence = unkept
        state.doubts = doubts.values.map(\.fault).sorted { $0.accountID < $1.accountID }
        return state
    }

    /// Highest sequences of entries that could not be stored, by account.
    var toldSequences: [AccountID: Int64] { place.toldSequences }

    package mutating func setState(_ state: RecordState) { place = state }

    package func accountIDs(staged isStaged: Bool) -> [AccountID] {
        (isStaged ? staged : current).accounts.map(\.accountID).sorted()
    }

    package func chain(of accountID: AccountID) -> ChainRow? { chainRows[accountID] }

    package func chains() -> [ChainRow] {
        chainRows.values.sorted { $0.head.accountID < $1.head.accountID }
    }

    package mutating func putChain(_ row: ChainRow) { chainRows[row.head.accountID] = row }

    package mutating func removeChain(of accountID: AccountID) { chainRows[accountID] = nil }

    package func entry(of accountID: AccountID, at sequence: Int64) -> StoredEntry? {
        entries[Place(accountID: accountID, sequence: sequence)].map { entry in
            StoredEntry(
                sequence: sequence,
                chainHash: entry.chainHash,
                canonicalBytes: entry.canonicalBytes,
                storedBytes: entry.storedBytes
            )
        }
    }

    package mutating func putEntry(
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

    package func nextEntry(of accountID: AccountID, after sequence: Int64) -> StoredEntry? {
        let later = entries.keys.filter { $0.accountID == accountID && $0.sequence > sequence }
        return later.map(\.sequence).min().flatMap { entry(of: accountID, at: $0) }
    }

    package func lastSequence(of accountID: AccountID) -> Int64? {
        entries.keys.filter { $0.accountID == accountID }.map(\.sequence).max()
    }

    package mutating func removeEntry(of accountID: AccountID, at sequence: Int64) {
        entries[Place(accountID: accountID, sequence: sequence)] = nil
    }

    package mutating func put(_ account: AccountRecord, staged isStaged: Bool) {
        change(isStaged) { tables in
            let place = tables.accounts.firstIndex { $0.accountID == account.accountID }
            if let place {
                tables.accounts[place] = account
            } else {
                tables.accounts.append(account)
            }
        }
    }

    package mutating func put(_ hold: HoldRecord, staged isStaged: Bool) {
        let place = HoldPlace(transferID: hold.transferID, accountID: hold.accountID)
        change(isStaged) { $0.holds[place] = hold }
    }

    package mutating func put(_ payee: PayeeRecord, staged isStaged: Bool) {
        change(isStaged) { $0.payees[payee.accountID] = payee }
    }

    package mutating func removeHold(
        _ transferID: TransferID,
        of accountID: AccountID,
        staged isStaged: Bool
    ) {
        let place = HoldPlace(transferID: transferID, accountID: accountID)
        change(isStaged) { $0.holds[place] = nil }
    }

    package mutating func removePayee(_ accountID: AccountID, staged isStaged: Bool) {
        change(isStaged) { $0.payees[accountID] = nil }
    }

    package mutating func promoteStaged() {
        damagedPart = RecordPart()
        current = staged
        staged = Tables()
    }

    package mutating func removeStaged() { staged = Tables() }

    package mutating func removeToldRows(of accountID: AccountID, staged isStaged: Bool) {
        change(isStaged) { tables in
            tables.accounts.removeAll { $0.accountID == accountID }
            tables.holds = tables.holds.filter { $0.value.accountID != accountID }
        }
    }

    package mutating func removeAccount(_ accountID: AccountID, keepsEvidence: Bool) {
        for isStaged in [false, true] { removeToldRows(of: accountID, staged: isStaged) }
        entries = entries.filter { $0.key.accountID != accountID }
        chainRows[accountID] = nil
        doubts[accountID] = nil
        damagedPart.accountIDs.removeAll { $0 == accountID }
        guard !keepsEvidence else { return }
        evidence.removeAll { $0.fault.accountID == accountID }
        unkept[accountID] = nil
    }

    package func unprovenPart() -> RecordPart { damagedPart }

    package func toldRows(of part: RecordPart) -> [ToldRow] {
        let accountIDs = Set(part.accountIDs)
        let accounts = current.accounts.filter { accountIDs.contains($0.accountID) }
        let holds = current.holds.values.filter { accountIDs.contains($0.accountID) }
            .sorted { $0.transferID < $1.transferID }
        let payees = part.hasPayees ? Array(current.payees.values) : []
        return accounts.map(ToldRow.init) + holds.map(ToldRow.init)
            + payees.sorted { $0.accountID < $1.accountID }.map(ToldRow.init)
    }

    package mutating func removeHoldsAndPayees(of part: RecordPart) {
        let accountIDs = Set(part.accountIDs)
        current.holds = current.holds.filter { !accountIDs.contains($0.value.accountID) }
        if part.hasPayees { current.payees = [:] }
    }

    package mutating func prove(_ part: RecordPart) {
        damagedPart.accountIDs.removeAll { part.accountIDs.contains($0) }
        if part.hasPayees { damagedPart.hasPayees = false }
    }

    package mutating func putDoubt(_ fault: ChainFault, inFeed: Bool) {
        let first = doubts[fault.accountID]?.fault ?? fault
        doubts[fault.accountID] = (first, inFeed)
    }

    package func doubt(about accountID: AccountID) -> (fault: ChainFault, inFeed: Bool)? {
        doubts[accountID]
    }

    package mutating func removeCuredDoubts() { doubts = doubts.filter { $0.value.inFeed } }

    package mutating func resetDoubts() { doubts = doubts.mapValues { ($0.fault, false) } }

    package mutating func removeDoubt(about accountID: AccountID) { doubts[accountID] = nil }

    package mutating func addEvidence(_ evidence: Evidence) { self.evidence.append(evidence) }

    package mutating func addUnkept(_ count: Int64, of accountID: AccountID) {
        unkept[accountID, default: 0] += count
    }

    package mutating func noteTold(_ marks: [[UInt8]: EvidenceMark], of accountID: AccountID) {
        for place in evidence.indices where evidence[place].fault.accountID == accountID {
            if let mark = marks[evidence[place].bytes] { evidence[place].mark = mark }
        }
    }

    package mutating func removeEvidence(_ bytes: Set<[UInt8]>, of accountID: AccountID) {
        evidence.removeAll { $0.fault.accountID == accountID && bytes.contains($0.bytes) }
        unkept[accountID] = nil
    }

    package func evidenceCount(of accountID: AccountID) -> Int {
        evidence.count { $0.fault.accountID == accountID }
    }

    /// Makes the bytes of an entry unreadable, as disk damage does.
    package mutating func damage(_ accountID: AccountID, at sequence: Int64) {
        entries[Place(accountID: accountID, sequence: sequence)]?.canonicalBytes = nil
    }

    /// Loses the holds and payees of a part, as disk damage does.
    package mutating func damage(_ part: RecordPart) {
        removeHoldsAndPayees(of: part)
        let accountIDs = Set(damagedPart.accountIDs).union(part.accountIDs)
        damagedPart = RecordPart(
            accountIDs: accountIDs.sorted(),
            hasPayees: damagedPart.hasPayees || part.hasPayees
        )
    }

    private mutating func change(_ isStaged: Bool, _ body: (inout Tables) -> Void) {
        if isStaged { body(&staged) } else { body(&current) }
    }
}

extension ToldRow {
    fileprivate init(_ account: AccountRecord) {
        self.init(account.accountID, .account(account))
    }

    fileprivate init(_ hold: HoldRecord) {
        self.init(hold.accountID, .hold(hold))
    }

    fileprivate init(_ payee: PayeeRecord) {
        self.init(payee.accountID, isPayee: true, .payee(payee))
    }

    private init(_ accountID: AccountID, isPayee: Bool = false, _ change: FeedChange) {
        self.init(
            accountID: accountID,
            isPayee: isPayee,
            change: change,
            storedBytes: change.canonicalBytes
        )
    }
}
