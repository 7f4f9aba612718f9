import Cryptography
import FoundationEssentials
import Glibc
import LedgerService
import LedgerStoreSQLite
import LocalFiles

/// The folder in which a demo keeps its bank and its console's records.
///
/// ```
/// DIR/bank/ledger.sqlite   the books
/// DIR/bank/master.key      the key that seals the secrets in them
/// DIR/bank/unfinished      exists while a fixture is loaded into new books
/// DIR/console/             the consoles' caches and outboxes, a folder for each user
/// DIR/in-use               locked while a demo runs
/// ```
struct StateFolder: Sendable {
    /// Length of a new folder's key in bytes.
    private static let masterKeyByteCount = MasterKey.byteCount

    let path: String
    /// True if the folder is removed when the program ends.
    let isTemporary: Bool

    /// Claims a folder for this process alone, and creates it if it is missing.
    ///
    /// Rejects a folder used by anything else, and changes nothing in it. Rejects a folder in which
    /// another demo runs, before there is a screen. The books would refuse it only later, when the
    /// reason could not be shown.
    init(path: String) throws {
        self.path = path
        isTemporary = false
        try requireNoOther()
        try make()
        try claim()
    }

    /// Refers to an existing folder, and creates nothing in it.
    init(existingPath path: String) {
        self.path = path
        isTemporary = false
    }

    /// Creates a temporary folder for one run.
    init() throws {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        path = try Self.describing(
            "No temporary folder can be made in \(base)",
            .cannotCreate,
            try LocalFolder.makeTemporary("\(base)/counterfoil-")
        )
        isTemporary = true
        try make()
    }

    var booksPath: String { "\(path)/bank/ledger.sqlite" }
    var consolePath: String { "\(path)/console" }
    private var keyPath: String { "\(path)/bank/master.key" }

    private var unfinishedPath: String { "\(path)/bank/unfinished" }

    /// True if the folder contains books into which a fixture was loaded completely.
    var hasBooks: Bool { access(booksPath, F_OK) == 0 && access(unfinishedPath, F_OK) != 0 }

    /// Loads a fixture into new books, with a marker file that remains if the process dies
    /// meanwhile.
    func filling(_ body: () async throws -> Void) async throws {
        try Self.describing(
            "\(unfinishedPath) cannot be made",
            .cannotCreate,
            try OpenFile(updating: unfinishedPath).synchronise()
        )
        try await body()
        try Self.describing(
            "\(unfinishedPath) cannot be removed",
            .cannotCreate,
            try LocalFile.remove(unfinishedPath)
        )
    }

    /// Removes partly filled books; nobody can have used them.
    func removeUnfinishedBooks() {
        guard access(unfinishedPath, F_OK) == 0 else { return }
        for suffix in [""] + BooksSuffix.ofSQLite { unlink(booksPath + suffix) }
        unlink(unfinishedPath)
    }

    /// Returns the key of the books, or a new one for new books; throws if the books lack theirs.
    func masterKey() throws -> SharedSecret {
        if access(keyPath, F_OK) == 0, access(booksPath, F_OK) == 0 { return try readKey() }
        guard access(booksPath, F_OK) != 0 else {
            throw CommandFailure(
                "\(keyPath) is missing, and without it the books beside it cannot be used. "
                    + "Put it back, or choose another folder with --state.",
                .noInput
            )
        }
        // A key without books may be incomplete.
        unlink(keyPath)
        let key = SharedSecret(randomByteCount: Self.masterKeyByteCount)
        try write(key)
        return key
    }

    /// Removes a temporary folder with its contents.
    func removeIfTemporary() {
        guard isTemporary else { return }
        // A folder that cannot be removed stays among the temporary files, accessible to the user
        // only.
        try? FileManager.default.removeItem(atPath: path)
    }

    private func make() throws {
        for folder in [path, "\(path)/bank", consolePath] { try PrivatePlace.makeFolder(folder) }
        try requirePrivate()
        guard access(path, W_OK) == 0 else {
            throw CommandFailure(
                "\(path) is no folder that this program can write to.",
                .cannotCreate
            )
        }
    }

    /// Checks that nobody else can read or change the demo's files, before they are used.
    func requirePrivate() throws {
        for folder in [path, "\(path)/bank", consolePath] {
            try PrivatePlace.requireFolder(folder)
        }
        for file in [booksPath, keyPath] { try PrivatePlace.requireFile(file) }
    }

    /// Locks the folder until the process ends for any reason.
    private func claim() throws {
        let lockPath = "\(path)/in-use"
        let lock = try Self.describing(
            "\(lockPath) cannot be locked",
            .cannotCreate,
            try FileLock(file: lockPath)
        )
        guard let lock else {
            throw CommandFailure(
                "Another demo runs in \(path). End it first, or choose another folder with --state.",
                .tryLater
            )
        }
        // Held until the process ends, so that nobody has to keep a reference.
        _ = Unmanaged.passRetained(lock)
    }

    private func readKey() throws -> SharedSecret {
        let key = SharedSecret(capacity: Self.masterKeyByteCount)
        func append(_ bytes: UnsafeRawBufferPointer) { for byte in bytes { key.append(byte) } }
        try Self.describing(
            "\(keyPath) cannot be read",
            .noInput,
            try OpenFile(reading: keyPath).read(upTo: Self.masterKeyByteCount, append)
        )
        guard key.count == Self.masterKeyByteCount else {
            throw CommandFailure("\(keyPath) holds no key of this program.", .badData)
        }
        return key
    }

    private func write(_ key: SharedSecret) throws {
        func write(_ bytes: Span<UInt8>) throws(FileError) {
            let file = try OpenFile(creating: keyPath)
            try file.write(bytes)
            try file.synchronise()
        }
        let subject = "\(keyPath) cannot be written"
        try Self.describing(subject, .cannotCreate, try key.withBytes(write))
    }

    /// Turns an error of the file system into a failure that begins with a text.
    private static func describing<Value>(
        _ subject: String,
        _ status: CommandFailure.Status,
        _ body: @autoclosure () throws(FileError) -> Value
    ) throws -> Value {
        do throws(FileError) {
            return try body()
        } catch {
            throw CommandFailure("\(subject): \(error.reason).", status)
        }
    }
}
