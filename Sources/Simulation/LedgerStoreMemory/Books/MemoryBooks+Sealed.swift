import CoreVocabulary
import LedgerService
import IdentityCore

extension MemoryBooks {
    /// Returns the sealed values of a purpose that are not destroyed, in the order of their owners.
    ///
    /// - Complexity: O(n log n), which suffices where a master key is replaced.
    func sealedValues(_ purpose: MasterKey.Purpose) -> [SealedValue] {
        let owners: [UInt128] =
            switch purpose {
            case .totpSecret, .storageKey: people.users.map(\.id.rawValue)
            case .authorisationKey: people.sessions.keys.map(\.rawValue)
            case .signingKey: tokens.signingKeys.map(\.key.id.rawValue)
            case .refreshKey: tokens.renewals.keys.map(\.rawValue)
            case .cursorKey: sync.cursorKeys.map(\.idBits)
            case .keyProof: []
            }
        return owners.sorted().compactMap { owner in
            guard let sealed = sealed(purpose, owner), !sealed.isEmpty else { return nil }
            return SealedValue(purpose: purpose, ownerBits: owner, sealed: sealed)
        }
    }

    /// Returns a sealed value; nil if there is no such row.
    func sealed(_ purpose: MasterKey.Purpose, _ owner: UInt128) -> [UInt8]? {
        switch purpose {
        case .totpSecret:
            people.userPlaces[UserID(rawValue: owner)].map { people.users[$0].sealedTOTPSecret }
        case .storageKey:
            people.userPlaces[UserID(rawValue: owner)].map { people.users[$0].sealedStorageKey }
        case .authorisationKey:
            people.sessions[SessionID(rawValue: owner)]?.sealedAuthorisationKey
        case .signingKey:
            tokens.place(of: SigningKeyID(rawValue: owner)).flatMap {
                tokens.signingKeys[$0].sealed
            }
        case .refreshKey: tokens.renewals[SessionID(rawValue: owner)]?.sealedKey
        case .cursorKey: sync.cursorKeys.first { $0.idBits == owner }?.sealed
        case .keyProof: nil
        }
    }

    /// Replaces a sealed value that exists.
    mutating func replace(_ value: SealedValue) {
        let owner = value.ownerBits
        switch value.purpose {
        case .totpSecret, .storageKey:
            guard let place = people.userPlaces[UserID(rawValue: owner)] else { return }
            people.users[place] =
                value.purpose == .totpSecret
                ? people.users[place].with(sealedTOTPSecret: value.sealed)
                : people.users[place].with(sealedStorageKey: value.sealed)
        case .authorisationKey:
            let id = SessionID(rawValue: owner)
            people.sessions[id] = people.sessions[id]?.with(sealedAuthorisationKey: value.sealed)
        case .signingKey:
            guard let place = tokens.place(of: SigningKeyID(rawValue: owner)) else { return }
            tokens.signingKeys[place].sealed = value.sealed
        case .refreshKey:
            let id = SessionID(rawValue: owner)
            tokens.renewals[id] = tokens.renewals[id].map {
                RenewalRecord(sessionID: id, sealedKey: value.sealed, family: $0.family)
            }
        case .cursorKey:
            guard let place = sync.cursorKeys.firstIndex(where: { $0.idBits == owner }) else {
                return
            }
            sync.cursorKeys[place] = CursorKeyRecord(
                idBits: owner,
                sealed: value.sealed,
                madeAt: sync.cursorKeys[place].madeAt
            )
        case .keyProof: invariantBroken("a value is replaced where there is one")
        }
    }
}
