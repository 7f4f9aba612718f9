import FoundationEssentials
import Glibc

extension DataFolder {
    /// The files that commands which were killed left beside keys and certificates; one that is at
    /// work has some for a moment.
    var leftovers: [String] {
        [keys.path, tls.path, tls.devicesPath].flatMap { folder in
            Self.names(in: folder).filter(Self.isDraft).map { "\(folder)/\($0)" }
        }
    }

    /// The files that may hold a key, by their folder or by their name, with copies that somebody made.
    ///
    /// None of ``leftovers`` is among them: a command at work may be about to rename it.
    var keyFiles: [String] {
        let inKeys = Self.names(in: keys.path).filter { !Self.isDraft($0) }
            .map { "\(keys.path)/\($0)" }
        let besideCertificates = [tls.path, tls.devicesPath].flatMap { folder in
            Self.names(in: folder).filter { $0.utf8.contains(".key".utf8) && !Self.isDraft($0) }
                .map { "\(folder)/\($0)" }
        }
        return (inKeys + besideCertificates).filter { path in
            PrivateFile.status(path).map { $0.st_mode & S_IFMT == S_IFREG } ?? false
        }
    }

    private static func isDraft(_ name: String) -> Bool {
        [PrivateFile.draftSuffix, TLSFolder.stagedSuffix].contains { name.hasSuffix($0) }
    }

    private static func names(in folder: String) -> [String] {
        // A folder that cannot be read is told of with what should be in it.
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    /// The sentence about a file of ``leftovers``.
    func finding(aboutLeftover path: String) -> String {
        // The server ends what was begun with its own certificate, and no terminal's.
        let names = [tls.serverPath, tls.serverKeyPath]
        let isOfServer = names.contains { path.hasPrefix($0 + ".") }
        let others = isOfServer ? ", or the next start of the server," : ""
        return "\(path) was left by a command that was killed, and may hold a private key. The "
            + "same command again\(others) ends what was begun. If it stays, remove it."
    }
}
