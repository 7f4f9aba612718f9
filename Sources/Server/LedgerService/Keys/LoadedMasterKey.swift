import CoreVocabulary
import Cryptography

/// Master key of the ring with its derived keys.
final class LoadedMasterKey: Sendable {
    let number: MasterKey.Number
    private let sealingKey: AES256GCM.Key
    private let indexKey: SharedSecret

    init(_ number: MasterKey.Number, _ key: SharedSecret) throws(CryptographyError) {
        self.number = number
        sealingKey = try AES256GCM.Key(key)
        let copy = key.duplicate()
        let derived = copy.withBytes { bytes in
            HKDF.deriveKey(from: bytes, info: Array("counterfoil.name-index".utf8))
        }
        indexKey = SharedSecret(derived)
    }

    func seal(_ plaintext: [UInt8], _ purpose: MasterKey.Purpose, ownerBits: UInt128) -> [UInt8] {
        let header = SealedHeader(number: number)
        let data = Self.associatedData(header, purpose, ownerBits)
        return header.bytes + sealingKey.seal(plaintext, associatedData: data)
    }

    func open(
        _ sealed: [UInt8],
        _ purpose: MasterKey.Purpose,
        ownerBits: UInt128
    ) -> SharedSecret? {
        let header = SealedHeader(number: number)
        let data = Self.associatedData(header, purpose, ownerBits)
        return open(Array(sealed.dropFirst(SealedHeader.byteCount)), data)
    }

    func openWithoutHeader(
        _ sealed: [UInt8],
        _ purpose: MasterKey.Purpose,
        ownerBits: UInt128
    ) -> SharedSecret? {
        open(sealed, Self.associatedData(nil, purpose, ownerBits))
    }

    func indexBits(of bytes: [UInt8]) -> UInt128 {
        let copy = indexKey.duplicate()
        let code = copy.withBytes { HMAC.code(for: bytes, key: $0) }
        return (0..<16).reduce(UInt128(0)) { $0 << 8 | UInt128(code[$1]) }
    }

    private func open(_ sealed: [UInt8], _ data: [UInt8]) -> SharedSecret? {
        guard var plaintext = sealingKey.open(sealed, associatedData: data) else { return nil }
        defer { wipe(&plaintext) }
        return SharedSecret(copying: plaintext.span)
    }

    private static func associatedData(
        _ header: SealedHeader?,
        _ purpose: MasterKey.Purpose,
        _ ownerBits: UInt128
    ) -> [UInt8] {
        var encoder = CanonicalEncoder(reservingCapacity: 64)
        encoder.write("counterfoil.sealed")
        encoder.write(header == nil ? SealedHeader.versionWithoutHeader : SealedHeader.version)
        if let header { encoder.write(header.number) }
        encoder.write(purpose.rawValue)
        encoder.write(ownerBits)
        return encoder.bytes
    }
}
