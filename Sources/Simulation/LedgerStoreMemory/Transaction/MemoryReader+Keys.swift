import CoreVocabulary
import LedgerService

extension MemoryReader {
    func masterKeys() throws -> [MasterKeyRecord] {
        books.keys.masterKeys.map { key in
            MasterKeyRecord(
                number: key.number,
                proof: key.proof,
                beganAt: key.beganAt,
                endedAt: books.keys.ends[key.number]
            )
        }
    }

    func sealedValues(
        _ purpose: MasterKey.Purpose,
        after owner: UInt128?,
        limit: Int
    ) throws -> [SealedValue] {
        let values = books.sealedValues(purpose)
        let start = owner.map { last in values.partitionPlace { $0.ownerBits <= last } } ?? 0
        return Array(values.page(from: start, limit: limit))
    }

    func staleValues(
        _ purpose: MasterKey.Purpose,
        besides number: MasterKey.Number,
        limit: Int
    ) throws -> [SealedValue] {
        let header = SealedHeader(number: number).bytes
        let stale = books.sealedValues(purpose).filter { !$0.sealed.starts(with: header) }
        return Array(stale.page(from: 0, limit: limit))
    }

    func hasKeys(ofSessionsEndedBy instant: Instant) throws -> Bool {
        books.people.sessions.values.contains {
            $0.endsAt <= instant && !$0.sealedAuthorisationKey.isEmpty
        }
    }

    func hasSealedValue(under number: MasterKey.Number) throws -> Bool {
        let header = SealedHeader(number: number).bytes
        return MasterKey.Purpose.allCases.contains { purpose in
            books.sealedValues(purpose).contains { value in
                if value.sealed.starts(with: header) { return true }
                // Values without a header begin with a byte other than a header's version.
                return number == SealedHeader.firstNumber
                    && value.sealed.first != SealedHeader.version
            }
        }
    }
}
