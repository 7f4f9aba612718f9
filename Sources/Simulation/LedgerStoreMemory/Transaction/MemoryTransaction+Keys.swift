import CoreVocabulary
import LedgerService

extension MemoryTransaction {
    func insert(_ key: MasterKeyRecord) throws {
        try beginWrite()
        try check(key.number >= 1, "A key's number is 1 or more.")
        try checkUnique(books.keys.key(key.number) == nil, "A key's number is given once.")
        perform(.keyAdded(key))
    }

    func endMasterKey(_ number: MasterKey.Number, at instant: Instant) throws -> Bool {
        try beginWrite()
        _ = try known(books.keys.key(number), "A row names a key that is not there.")
        guard books.keys.ends[number] == nil else { return false }
        perform(.keyRetired(number, at: instant))
        return true
    }

    func update(_ value: SealedValue) throws {
        try beginWrite()
        let sealed = books.sealed(value.purpose, value.ownerBits)
        let old = try known(sealed, "The owner of a sealed value is not there.")
        try checkSealed([value.sealed])
        let isOfRow = [.totpSecret, .storageKey, .authorisationKey].contains(value.purpose)
        try check(!isOfRow || old != value.sealed, "A row is replaced by another one only.")
        replace(old, by: value)
    }

    func destroyKeys(ofSessionsEndedBy instant: Instant, limit: Int) throws -> Int {
        let ended = books.people.sessions.values
            .filter { $0.endsAt <= instant && !$0.sealedAuthorisationKey.isEmpty }
            .sorted { ($0.endsAt, $0.id) < ($1.endsAt, $1.id) }
            .page(from: 0, limit: limit)
        for session in ended {
            for purpose in [MasterKey.Purpose.authorisationKey, .refreshKey] {
                let owner = session.id.rawValue
                guard let old = books.sealed(purpose, owner) else { continue }
                try beginWrite()
                replace(old, by: SealedValue(purpose: purpose, ownerBits: owner, sealed: []))
            }
        }
        return ended.count
    }

    private func replace(_ old: [UInt8], by value: SealedValue) {
        let replaced = SealedValue(purpose: value.purpose, ownerBits: value.ownerBits, sealed: old)
        perform(.sealedAnew(from: replaced, to: value))
    }

    /// Throws `valueInvalid` if a retired key sealed one of the values.
    func checkSealed(_ values: [[UInt8]]) throws {
        try check(
            !values.contains(where: books.keys.isRetired(keyOf:)),
            "This master key was retired."
        )
    }
}
