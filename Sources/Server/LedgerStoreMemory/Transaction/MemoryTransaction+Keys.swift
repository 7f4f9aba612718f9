import CoreVocabulary
import LedgerService

extension MemoryTransaction {
    func insert(_ key: MasterKeyRecord) throws {
        try beginWrite()
        try check(key.number >= 1, "A key's number is 1 or more.")
        try checkUnique(!books.keys.contains(key.number), "A key's number is given once.")
        perform(.keyAdded(key))
    }

    func endMasterKey(_ number: MasterKey.Number, at instant: Instant) throws -> Bool {
        try beginWrite()
        guard books.keys.contains(number) else {
            throw MemoryStoreError(.referenceMissing, "A row names a key that is not there.")
        }
        guard books.keys.ends[number] == nil else { return false }
        perform(.keyRetired(number, at: instant))
        return true
    }

    func update(_ value: SealedValue) throws {
        try beginWrite()
        guard let old = books.sealed(value.purpose, value.ownerBits) else {
            throw MemoryStoreError(
                .referenceMissing,
                "The owner of a sealed value is not there."
            )
        }
        try checkSealed([value.sealed])
        let replaced = SealedValue(
            purpose: value.purpose,
            ownerBits: value.ownerBits,
            sealed: old
        )
        perform(.sealedAnew(from: replaced, to: value))
    }

    /// Refuses a row that a retired key sealed.
    func checkSealed(_ values: [[UInt8]]) throws {
        try check(
            !values.contains(where: books.keys.isRetired(keyOf:)),
            "This master key was retired."
        )
    }
}
