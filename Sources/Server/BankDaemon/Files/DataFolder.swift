import FoundationEssentials
import Glibc

/// The folder in which a bank keeps all that is its own.
///
/// ```
/// DIR/counterfoil.toml     the settings
/// DIR/bank.sqlite          the books; bank.sqlite.lock is held by the process that writes them
/// DIR/keys/master-N.key    what seals the secrets in them
/// DIR/tls/                 certificates and their keys; devices/ for branch terminals
/// DIR/admin.sock           where a running server takes the commands of this program
/// DIR/console.sock         where it takes consoles on the same host
/// DIR/unfinished           there while `init` fills new books
/// ```
public struct DataFolder: Hashable, Sendable {
    /// Its path.
    public let path: String

    /// Names a folder; makes nothing.
    public init(path: String) {
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    /// The settings.
    public var configurationPath: String { "\(path)/counterfoil.toml" }
    /// The books.
    public var booksPath: String { "\(path)/bank.sqlite" }
    /// Where a running server takes administrative commands.
    public var adminSocketPath: String { "\(path)/admin.sock" }
    /// The keys that seal.
    public var keys: KeyFolder { KeyFolder(path: "\(path)/keys") }
    /// The certificates.
    public var tls: TLSFolder { TLSFolder(path: "\(path)/tls") }

    var unfinishedPath: String { "\(path)/unfinished" }

    /// Makes the folder and those in it.
    ///
    /// - Throws: `cannotCreate` when something is in it already, or it cannot be made.
    func make() throws(DaemonError) {
        try PrivateFile.makeFolder(path)
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw DaemonError("\(path) is no folder that can be read.", .cannotCreate)
        }
        guard names.isEmpty else {
            throw DaemonError(
                PrivateFile.exists(unfinishedPath)
                    ? "\(path) holds a bank that was never finished. Remove it and try again."
                    : "\(path) is not empty. Choose another folder for a new bank.",
                .cannotCreate
            )
        }
        guard chmod(path, PrivateFile.folderMode) == 0 else {
            throw PrivateFile.failure("\(path) cannot be made private", .cannotCreate)
        }
        for folder in [keys.path, tls.path, tls.devicesPath] {
            try PrivateFile.makeFolder(folder)
        }
    }

    /// Makes sure that there is a bank in the folder.
    ///
    /// - Throws: `noInput` with what to do.
    public func requireBank() throws(DaemonError) {
        guard PrivateFile.exists(booksPath) else {
            throw DaemonError(
                "\(path) holds no bank. Make one with: counterfoild init --data \(path)",
                .noInput
            )
        }
        guard !PrivateFile.exists(unfinishedPath) else {
            throw DaemonError(
                "\(path) holds a bank that was never finished. Remove it and make it again: "
                    + "counterfoild init --data \(path)",
                .noInput
            )
        }
    }
}
