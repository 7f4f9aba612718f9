package import Cryptography
package import LedgerService
import LocalFiles

/// The folder of the keys that seal the secrets in the books.
///
/// The highest number is the current key; those below it are there until nothing is sealed under
/// them any more.
package struct KeyFolder: Hashable, Sendable, MasterKeySource {
    private static let prefix = "master-"
    private static let suffix = ".key"

    /// Path of the folder of master keys.
    package let path: String

    /// Names a folder, and creates nothing.
    package init(path: String) { self.path = path }

    /// Returns the path of a key's file.
    package func file(_ number: MasterKey.Number) -> String {
        "\(path)/\(Self.prefix)\(number)\(Self.suffix)"
    }

    /// Returns the numbers of the keys in the folder, ascending.
    ///
    /// - Throws: `noInput` when the folder cannot be read.
    package func numbers() throws(DaemonError) -> [MasterKey.Number] {
        let names: [String]
        do throws(FileError) {
            names = try LocalFolder.names(in: path)
        } catch {
            throw DaemonError("\(path) is no folder that can be read.", .noInput)
        }
        return names.compactMap { name -> MasterKey.Number? in
            guard name.hasPrefix(Self.prefix), name.hasSuffix(Self.suffix) else { return nil }
            let digits = name.dropFirst(Self.prefix.count).dropLast(Self.suffix.count)
            guard let number = MasterKey.Number(digits), number > 0, String(number) == digits else {
                return nil
            }
            return number
        }.sorted()
    }

    /// Returns the key with a number.
    ///
    /// - Throws: `noInput` when it cannot be read, `badData` when the file is damaged.
    package func key(_ number: MasterKey.Number) throws(DaemonError) -> SharedSecret {
        let file = file(number)
        let bytes = try PrivateFile.readSecret(file, byteLimit: MasterKeyFile.byteCount)
        guard let key = MasterKeyFile.decode(bytes, number: number) else {
            throw DaemonError(
                "\(file) is no key of this program, or is damaged. Put it back from where the keys "
                    + "are kept.",
                .badData
            )
        }
        return key
    }

    /// Stores a new key durably.
    ///
    /// - Throws: `cannotCreate` when one with the number is there, or it cannot be written.
    package func add(_ number: MasterKey.Number, _ key: SharedSecret) throws(DaemonError) {
        let file = file(number)
        guard !PrivateFile.exists(file) else {
            throw DaemonError("\(file) is there already.", .cannotCreate)
        }
        try PrivateFile.write(MasterKeyFile.encode(number, key), to: file)
    }

    /// Removes a key that seals nothing any more.
    package func remove(_ number: MasterKey.Number) throws(DaemonError) {
        try PrivateFile.remove(file(number))
    }

    /// Returns all keys; the one with the highest number seals.
    ///
    /// - Throws: `noInput` when there is none, `badData` when one is damaged.
    package func ring() throws(DaemonError) -> MasterKey {
        let numbers = try numbers()
        guard let current = numbers.last else {
            throw DaemonError(
                "\(path) holds no key, and without its keys the bank cannot be opened. "
                    + "Put them back from where they are kept.",
                .noInput
            )
        }
        do {
            let ring = try MasterKey(current: current, key(current), source: self)
            for number in numbers.dropLast() { try ring.add(number, key(number)) }
            return ring
        } catch let error as DaemonError {
            throw error
        } catch {
            throw DaemonError("A key in \(path) has the wrong length.", .badData)
        }
    }

    /// Returns the key with a number that a ring found in the books; nil if it is unreadable.
    package func masterKey(_ number: MasterKey.Number) -> SharedSecret? {
        // What is wrong with the file is told by `check`; here the value just stays shut.
        try? key(number)
    }
}
