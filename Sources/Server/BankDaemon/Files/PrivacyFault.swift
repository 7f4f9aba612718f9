import Glibc

/// Why a file or a folder is not its owner's alone.
struct PrivacyFault: Hashable, CustomStringConvertible {
    /// The kind of file that must be at a path, and what others may do with it.
    enum Kind: Hashable {
        /// Nobody else looks into it.
        case folder
        /// Nobody else reads or changes it.
        case file
        /// Everybody may read it.
        case certificate
        /// Nobody else connects.
        case socket
        /// The owner's group connects as well.
        case groupSocket
    }

    /// The fault and its remedy, as a sentence.
    let description: String

    /// Looks at what is at a path, without following a link; nil when nothing is wrong.
    init?(_ path: String, _ kind: Kind) {
        guard let status = PrivateFile.status(path) else {
            description = "\(path) is not there."
            return
        }
        if status.st_mode & S_IFMT == S_IFLNK {
            description = "\(path) is a link, and none is followed. Name what it leads to."
        } else if status.st_mode & S_IFMT != kind.type {
            description = "\(path) is no \(kind.noun)."
        } else if status.st_uid != geteuid() {
            description = "\(path) belongs to another user."
        } else if status.st_mode & 0o077 & ~kind.mode != 0 {
            let command = ShellCommand(program: "chmod").argument(String(kind.mode, radix: 8))
                .argument(path)
            description = "\(kind.others) \(path). Put it right with: \(command)"
        } else {
            return nil
        }
    }
}

extension PrivacyFault.Kind {
    fileprivate var type: mode_t {
        switch self {
        case .folder: S_IFDIR
        case .file, .certificate: S_IFREG
        case .socket, .groupSocket: S_IFSOCK
        }
    }

    /// The mode that it is to have.
    fileprivate var mode: mode_t {
        switch self {
        case .folder: PrivateFile.folderMode
        case .file, .socket: PrivateFile.mode
        case .certificate: PrivateFile.publicMode
        case .groupSocket: 0o660
        }
    }

    fileprivate var noun: String {
        switch self {
        case .folder: "folder"
        case .file, .certificate: "file"
        case .socket, .groupSocket: "socket"
        }
    }

    /// The beginning of the sentence about others that may do too much.
    fileprivate var others: String {
        switch self {
        case .folder, .file, .socket: "Others than its owner may use"
        case .certificate: "Others than its owner may change"
        case .groupSocket: "Others than its owner and the owner's group may use"
        }
    }
}

extension DataFolder {
    /// The folders and files without whose privacy no bank is opened; of the files, those that are
    /// there.
    var privatePlaces: [(path: String, kind: PrivacyFault.Kind)] {
        // A folder that cannot be read is told of with the books.
        let keys = ((try? keys.numbers()) ?? []).map { self.keys.file($0) }
        let files =
            [
                booksPath, configurationPath, auditHeadPath, epochPath, tls.serverKeyPath,
                tls.authorityKeyPath,
            ] + keys
        return [(path, .folder), (self.keys.path, .folder)] + there(files, .file)
    }

    /// All else of the bank that is there: what lies beside the books, certificates, terminals' keys,
    /// and the socket for commands.
    var otherPlaces: [(path: String, kind: PrivacyFault.Kind)] {
        let devices = tls.devices()
        var files = bookFiles.filter { $0 != booksPath }
        files += [backupBookPath, unfinishedPath] + devices.map { tls.deviceKeyPath($0) }
        let certificates =
            [tls.authorityPath, tls.serverPath] + devices.map { tls.devicePath($0) }
        return there([tls.path, tls.devicesPath], .folder) + there(files, .file)
            + there(certificates, .certificate) + there([adminSocketPath], .socket)
    }

    private func there(
        _ paths: [String],
        _ kind: PrivacyFault.Kind
    ) -> [(path: String, kind: PrivacyFault.Kind)] {
        paths.filter(PrivateFile.exists).map { ($0, kind) }
    }

    /// Makes sure that nobody else reads or changes what the bank lives on, before it is used.
    ///
    /// - Throws: `configuration` with what is wrong first.
    public func requirePrivate() throws(DaemonError) {
        for place in privatePlaces {
            if let fault = PrivacyFault(place.path, place.kind) {
                throw DaemonError(fault.description, .configuration)
            }
        }
    }
}
