import CoreVocabulary
import LedgerService

extension MemoryTransaction {
    func removeSignIns(countedBy instant: Instant, beyond count: Int64) throws {
        try beginWrite()
        let signIns = books.people.tries.filter { $0.key.isOfSignIn }
        let newest = signIns.values.map(\.countedAt).sorted(by: >)
        let crowded = newest.count > count ? newest[Int(count)] : instant
        remove(signIns.filter { $0.value.countedAt <= max(instant, crowded) }.map(\.key))
    }

    func removeSignIns(under nameBits: UInt128) throws -> Int {
        try beginWrite()
        let keys = books.people.tries.keys.filter { key in
            if case .signIns(nameBits, _) = key { true } else { false }
        }
        remove(Array(keys))
        return keys.count
    }

    func insertPlace(
        _ placeBits: UInt128,
        of userID: UserID,
        at instant: Instant,
        limit: Int
    ) throws {
        try beginWrite()
        try checkUser(userID)
        let old = books.people.places[userID] ?? [:]
        var new = old
        new[placeBits] = instant
        let latest = new.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit)
        perform(.placesSeen(userID, from: old, to: Dictionary(uniqueKeysWithValues: Array(latest))))
    }

    private func remove(_ keys: [AttemptKey]) {
        // The keys are sorted, so that a simulation is reproducible.
        for key in keys.sorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) {
            perform(.triesCounted(key, from: books.people.tries[key], to: nil))
        }
    }
}

extension AttemptKey {
    fileprivate var isOfSignIn: Bool { if case .signIns = self { true } else { false } }
}
