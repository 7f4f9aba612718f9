import CoreVocabulary
import Cryptography
import LedgerService
import WireProtocol

extension WireField where Value == Void {
    /// The field of a file's version; all files of this program are of the first one.
    static var version: WireField {
        .required(
            "version",
            WireType<Int64>.integer.mapped(write: { _ in 1 }, read: { $0 == 1 ? () : nil }),
            { _ in }
        )
    }
}

extension WireType where Value == UInt64 {
    /// The type of numbers of 64 bits without a sign, as decimal text.
    static var decimal: WireType {
        WireType<String>.text().mapped(write: { String($0) }, read: { UInt64($0) })
    }
}

extension WireType where Value == Digest256 {
    /// The type of digests in hexadecimal.
    static var hexadecimal: WireType {
        WireType<String>.text().mapped(
            write: \.description,
            read: { Hex.decode($0).flatMap { Digest256($0) } }
        )
    }
}

extension WireType where Value == Instant {
    /// The type of all times, in nanoseconds since 1970.
    static var nanoseconds: WireType {
        WireType<Int64>.integer.mapped(
            write: \.nanosecondsSinceEpoch,
            read: { Instant(nanosecondsSinceEpoch: $0) }
        )
    }
}

extension WireType where Value == [MasterKey.Number] {
    /// The type of lists of master keys; numbers that no key can have are left out.
    static var keyNumbers: WireType {
        WireType<[Int64]>.list(of: .integer).mapped(
            write: { $0.map { Int64($0) } },
            read: { $0.compactMap { MasterKey.Number(exactly: $0) } }
        )
    }
}

extension WireFields {
    /// Returns a value as a line of canonical JSON.
    func line(_ root: Root) -> [UInt8] { encode(root) + [UInt8(ascii: "\n")] }

    /// Returns the value of a line, or nil if it is none; members of later releases are ignored.
    func value(ofLine line: [UInt8], byteLimit: Int) -> Root? {
        // The position of the fault is irrelevant, because this program wrote the line.
        try? decode(line, byteLimit: byteLimit, ignoringUnknown: true)
    }

    /// Returns the value in a file of one line, or nil if there is no file or it holds none.
    func value(inFile path: String, byteLimit: Int) -> Root? {
        // The fault of the file is irrelevant, because without a value it proves nothing.
        let line = try? PrivateFile.read(path, byteLimit: byteLimit)
        return line.flatMap { value(ofLine: $0, byteLimit: byteLimit) }
    }

    /// Writes a value durably into a file of one line.
    func write(_ root: Root, to path: String) throws(DaemonError) {
        try PrivateFile.write(line(root), to: path)
    }
}
