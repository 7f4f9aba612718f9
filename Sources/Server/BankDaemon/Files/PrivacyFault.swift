import Glibc
import LocalFiles

/// The reason why a file or a folder is not its owner's alone.
struct PrivacyFault: Hashable, CustomStringConvertible {
    /// The fault and its remedy, as a sentence.
    let description: String

    init(description: String) { self.description = description }

    /// Checks a path without following a link there, or one that others could replace on the way;
    /// nil if nothing is wrong.
    init?(_ path: String, _ kind: Kind) {
        if let sentence = PathWay.strangeLink(onTheWayTo: path) {
            self.init(description: sentence)
            return
        }
        guard let status = FileStatus(at: path) else {
            self.init(description: "\(path) is not there.")
            return
        }
        self.init(path, kind, status, user: geteuid())
    }

    /// Checks the status of a path for the user that must own it; nil if nothing is wrong.
    init?(_ path: String, _ kind: Kind, _ status: FileStatus, user: UInt32) {
        if status.kind == .link {
            description = PathWay.linkSentence(path)
        } else if status.kind != kind.type {
            description = "\(path) is no \(kind.type.rawValue)."
        } else if status.owner != user, !(kind == .certificate && status.owner == 0) {
            description = "\(path) belongs to another user."
        } else if status.mode & kind.forbiddenBits != 0 {
            let command = ShellCommand(program: "chmod").argument(String(kind.mode, radix: 8))
                .argument(path)
            description = "\(kind.others(status.mode)) \(path). Put it right with: \(command)"
        } else {
            return nil
        }
    }
}

extension DataFolder {
    /// The folders and files that must be private before a bank is opened; all except the bank's
    /// own folder and that of its keys are optional.
    var privatePlaces: [(path: String, kind: PrivacyFault.Kind)] {
        // A folder that cannot be read is told of with the books.
        let keys = ((try? keys.numbers()) ?? []).map { self.keys.file($0) }
        let files =
            [
                booksPath, configurationPath, auditHeadPath, epochPath, backupBookPath,
                backupHeadPath, tls.serverKeyPath, tls.authorityKeyPath,
            ] + keys
        // Folders first: what is seen in one that is a link is in another place.
        return [(path, .folder), (self.keys.path, .folder)]
            + there([tls.path, tls.devicesPath], .folder) + there(files, .file)
            + there([tls.authorityPath, tls.serverPath], .certificate)
    }

    /// The other files of the bank that exist, with the socket for commands.
    var otherPlaces: [(path: String, kind: PrivacyFault.Kind)] {
        besidePlaces + there([adminSocketPath], .socket)
    }

    /// The files beside the books, and the certificates and keys of terminals.
    private var besidePlaces: [(path: String, kind: PrivacyFault.Kind)] {
        let devices = tls.devices()
        var files = knownBookFiles.filter { $0 != booksPath }
        files += [unfinishedPath] + devices.map { tls.deviceKeyPath($0) }
        return there(files, .file) + there(devices.map { tls.devicePath($0) }, .certificate)
    }

    private func there(
        _ paths: [String],
        _ kind: PrivacyFault.Kind
    ) -> [(path: String, kind: PrivacyFault.Kind)] {
        paths.filter(PrivateFile.exists).map { ($0, kind) }
    }

    /// Requires that nobody else can read or change the bank's own files, before they are used.
    package func requirePrivate() throws(DaemonError) {
        try PrivacyFault.requireOwnWay(to: path)
        try PrivacyFault.requireNone(at: privatePlaces)
    }

    /// Requires that nobody else can read or change any file of the bank, before its books are
    /// opened for writing: also those beside the books, the keys of terminals, and copies of keys.
    ///
    /// What somebody else put into the folder is not looked at, nor the socket for commands: a server
    /// makes its own, and takes no other's place.
    package func requireAllPrivate() throws(DaemonError) {
        try requirePrivate()
        let copies = keyFiles.map { (path: $0, kind: PrivacyFault.Kind.file) }
        for (path, kind) in besidePlaces + copies {
            // What another process made and removed meanwhile is no fault: logs come and go.
            guard let fault = PrivacyFault(path, kind), PrivateFile.exists(path) else { continue }
            throw DaemonError(fault.description, .configuration)
        }
    }

    /// The refusal of a folder that somebody else made, may change or replace; nil otherwise.
    ///
    /// Whatever it tells may be made up, and what it is told goes to whoever listens in it. One into which
    /// this user may not look is told of by ``accessRefusal``, one that is not there by ``missingBooks``.
    var strangerRefusal: DaemonError? {
        guard accessRefusal == nil else { return nil }
        if let fault = PrivacyFault(onTheWayTo: path) {
            return DaemonError(fault.description, .configuration)
        }
        guard PrivateFile.exists(path) else { return nil }
        return PrivacyFault(path, .ownFolder).map { DaemonError($0.description, .configuration) }
    }

    /// Makes sure that nobody else has a hand in the folder, before anything in it is believed.
    ///
    /// - Throws: `configuration` with what is wrong first. Of what is not open to this user nothing is
    ///   said.
    package func requireOwnHand() throws(DaemonError) {
        if let strangerRefusal { throw strangerRefusal }
    }
}

extension DaemonConfiguration {
    /// The files for TLS that the settings name, in the bank's folder or elsewhere: those that are there.
    var tlsPlaces: [(path: String, kind: PrivacyFault.Kind)] {
        let named: [(path: String?, kind: PrivacyFault.Kind)] = [
            (path(.tlsKey), .file), (path(.tlsCertificate), .certificate),
            (path(.tlsAuthority), .certificate),
        ]
        return named.compactMap { path, kind in
            guard let path, PrivateFile.exists(path) else { return nil }
            return (path: path, kind: kind)
        }
    }

    /// Requires that nobody else reads the server's key, or changes whom it takes for a terminal.
    package func requirePrivateTLS() throws(DaemonError) {
        for place in tlsPlaces { try PrivacyFault.requireOwnWay(to: place.path) }
        try PrivacyFault.requireNone(at: tlsPlaces)
    }
}

extension PrivacyFault {
    /// Requires that only root and this user decide where a path leads.
    ///
    /// A file that was checked on such a path cannot be replaced before it is used.
    ///
    /// - Throws: `configuration` with the first link that is another's, or the first folder that others
    ///   may change.
    static func requireOwnWay(to path: String) throws(DaemonError) {
        try refuse(PrivacyFault(onTheWayTo: path))
    }

    /// Creates the fault by which others decide where a path leads; nil if there is none.
    init?(onTheWayTo path: String) {
        switch PathWay.fault(onTheWayTo: path) {
        case nil: return nil
        case .link(let sentence)?: self.init(description: sentence)
        case .folder(let folder)?:
            self.init(
                folder,
                onTheWayTo: path,
                replacement: "something else",
                remedy: "Choose a path through folders of your own or of root."
            )
        }
    }

    /// Creates the fault of a folder in which others could replace what a path leads to.
    private init(
        _ folder: PathWay.OpenFolder,
        onTheWayTo path: String,
        replacement: String,
        remedy: String
    ) {
        let command = ShellCommand(program: "chmod").argument("go-w").argument(folder.path)
        description =
            folder.isStrange
            ? "\(folder.path) belongs to another user, who could put \(replacement) in the place of "
                + "\(path). \(remedy)"
            : "Others may change \(folder.path), so they could put \(replacement) in the place of "
                + "\(path). Put it right with: \(command)"
    }

    /// Requires that only root and this user can replace a socket.
    ///
    /// Stricter than for other paths: to those who connect, the group of this user is one of others.
    ///
    /// - Throws: `configuration` with the first folder on the way that others may change.
    static func requireOwnSocketPlace(_ path: String) throws(DaemonError) {
        let fault = PathWay.openFolder(onTheWayTo: path).map { folder in
            PrivacyFault(
                folder,
                onTheWayTo: path,
                replacement: "another socket",
                remedy: "Name one in another folder in listen.socket."
            )
        }
        try refuse(fault)
    }

    /// Throws a fault, if there is one.
    static func refuse(_ fault: PrivacyFault?) throws(DaemonError) {
        if let fault { throw DaemonError(fault.description, .configuration) }
    }

    /// Makes sure that nothing is wrong with some places.
    fileprivate static func requireNone(
        at places: [(path: String, kind: Kind)]
    ) throws(DaemonError) {
        for place in places { try refuse(PrivacyFault(place.path, place.kind)) }
    }
}
