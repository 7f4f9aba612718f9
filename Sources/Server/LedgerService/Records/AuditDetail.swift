import CoreVocabulary
public import Cryptography
public import LedgerCore

/// A fact that a line of the audit log tells in its 32 bytes of detail, beside its note.
///
/// Which of them it is follows from what was done and how it ended; see ``AuditRow/told``. Lines of
/// releases before have none of these. Of limits the two balances are kept.
public enum AuditDetail: Hashable, Sendable {
    /// The limits of an account that were given, or asked for, and those in force before.
    case limits(AccountLimits, before: AccountLimits)
    /// The number that an account was to have.
    case number(AccountNumber)
    /// The access or role that a user had before.
    case before(AuditNote)
    /// True if an account was on the user's list of payees before, and is from now on.
    case payee(wasListed: Bool, isListed: Bool)

    /// Stands for a bound that there is none of; operators cannot give it as one.
    private static let noBound = Int64.min
    /// The characters of a number, each kept as its place here, from 1 on, in six bits: in bytes, the
    /// longest number of 34 characters would not fit in a detail.
    private static let characters = Array(
        "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8
    )
    private static let bitsOfCharacter = 6

    /// The 32 bytes that are kept: what is told, and zeros after it.
    public var digest: Digest256 {
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

    /// Reads the limits that a detail tells.
    static func readLimits(_ detail: Digest256) -> AuditDetail? {
        var decoder = CanonicalDecoder(detail.bytes)
        var bounds: [Int64?] = []
        do {
            for _ in 0..<4 {
                let bound = try decoder.read(Int64.self)
                bounds.append(bound == noBound ? nil : bound)
            }
        } catch {
            // There are 32 bytes: four numbers of eight.
            return nil
        }
        return .limits(
            AccountLimits(minimumBalance: bounds[0], maximumBalance: bounds[1]),
            before: AccountLimits(minimumBalance: bounds[2], maximumBalance: bounds[3])
        )
    }

    /// Reads the number that a detail tells; nil for bytes that are none.
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
            // No number of an account is none that was asked for.
            return nil
        }
    }

    /// Reads the access or role that a detail tells; nil for bytes that are none.
    static func readBefore(_ detail: Digest256) -> AuditDetail? {
        let bytes = detail.bytes
        return AuditNote(code: UInt16(bytes[0]) << 8 | UInt16(bytes[1])).map(AuditDetail.before)
    }

    /// Reads if a payee was and is on the list.
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
