import CoreVocabulary
package import Cryptography
package import LedgerCore

/// Fact that an audit row encodes in the 32 bytes of its detail, beside its note.
///
/// The action and the result determine which fact it is: see ``AuditRow/told``. Rows of earlier
/// releases have none. Of an account's limits, the two balances are stored.
package enum AuditDetail: Hashable, Sendable {
    /// The limits that were set or requested, and those in force before.
    case limits(AccountLimits, before: AccountLimits)
    /// The number requested for an account that was not opened.
    case number(AccountNumber)
    /// The access or role that a user had before.
    case before(AuditNote)
    /// The account's presence on the user's list of payees, before and from now on.
    case payee(wasListed: Bool, isListed: Bool)

    /// Encodes a missing bound; operators cannot enter this value as a bound.
    private static let noBound = Int64.min
    /// Characters of a number, each encoded in six bits as its index here plus one.
    ///
    /// In bytes, the longest number of 34 characters would not fit in a detail.
    private static let characters = Array(
        "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8
    )
    private static let bitsOfCharacter = 6

    /// The stored 32 bytes: the encoded fact, padded with zeros.
    package var digest: Digest256 {
        var bytes: [UInt8] = []
        switch self {
        case .limits(let limits, let before):
            var encoder = CanonicalEncoder()
            for limits in [limits, before] {
                encoder.write(limits.minimumBalance ?? Self.noBound)
                encoder.write(limits.maximumBalance ?? Self.noBound)
            }
            bytes = encoder.bytes
        case .number(let number):
            bytes = Self.packed(number)
        case .before(let note):
            bytes = [UInt8(note.code >> 8), UInt8(note.code & 0xFF)]
        case .payee(let wasListed, let isListed):
            bytes = [wasListed ? 1 : 0, isListed ? 1 : 0]
        }
        bytes += [UInt8](repeating: 0, count: max(0, Digest256.byteCount - bytes.count))
        guard let digest = Digest256(bytes) else {
            invariantBroken("what a line tells in its detail has room there")
        }
        return digest
    }

    /// Decodes limits from a detail.
    static func readLimits(_ detail: Digest256) -> AuditDetail? {
        var decoder = CanonicalDecoder(detail.bytes)
        var bounds: [Int64?] = []
        do {
            for _ in 0..<4 {
                let bound = try decoder.read(Int64.self)
                bounds.append(bound == noBound ? nil : bound)
            }
        } catch {
            // Unreachable, because there are 32 bytes for four numbers of eight.
            return nil
        }
        return .limits(
            AccountLimits(minimumBalance: bounds[0], maximumBalance: bounds[1]),
            before: AccountLimits(minimumBalance: bounds[2], maximumBalance: bounds[3])
        )
    }

    /// Decodes an account number from a detail; returns nil if it is not valid.
    static func readNumber(_ detail: Digest256) -> AuditDetail? {
        let bytes = detail.bytes
        var text: [UInt8] = []
        for place in 0..<AccountNumber.lengths.upperBound {
            var code = 0
            for bit in 0..<bitsOfCharacter {
                let position = place * bitsOfCharacter + bit
                code = code << 1 | (bytes[position / 8] & mask(of: position) == 0 ? 0 : 1)
            }
            guard code > 0 else { break }
            text.append(characters[code - 1])
        }
        do {
            return .number(try AccountNumber(String(decoding: text, as: UTF8.self)))
        } catch {
            // An invalid number was never requested, so the detail has another meaning.
            return nil
        }
    }

    /// Decodes an access or a role from a detail; returns nil if it is not valid.
    static func readBefore(_ detail: Digest256) -> AuditDetail? {
        let bytes = detail.bytes
        return AuditNote(code: UInt16(bytes[0]) << 8 | UInt16(bytes[1])).map(AuditDetail.before)
    }

    /// Decodes a payee's presence on the list from a detail.
    static func readPayee(_ detail: Digest256) -> AuditDetail {
        .payee(wasListed: detail.bytes[0] != 0, isListed: detail.bytes[1] != 0)
    }

    private static func packed(_ number: AccountNumber) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Digest256.byteCount)
        for (place, character) in number.text.utf8.enumerated() {
            guard let index = characters.firstIndex(of: character) else {
                invariantBroken("the number of an account has no other characters")
            }
            for bit in 0..<bitsOfCharacter
            where (index + 1) >> (bitsOfCharacter - 1 - bit) & 1 == 1 {
                let position = place * bitsOfCharacter + bit
                bytes[position / 8] |= mask(of: position)
            }
        }
        return bytes
    }

    private static func mask(of position: Int) -> UInt8 {
        UInt8(0x80) >> UInt8(position % 8)
    }
}
