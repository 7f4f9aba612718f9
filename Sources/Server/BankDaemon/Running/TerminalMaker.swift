package import Certificates
package import LedgerService
import LedgerStoreSQLite

/// Issues and renews the certificates of branch terminals.
package struct TerminalMaker: Sendable {
    private let folder: DataFolder
    private let clock: any BankClock

    /// Creates a maker for the bank in a data folder.
    package init(_ folder: DataFolder, clock: any BankClock) {
        self.folder = folder
        self.clock = clock
    }

    /// Issues a certificate with a new key.
    ///
    /// - Throws: ``DaemonError``: `badData` for a revoked terminal, and for a new one whose name
    ///   differs from another's only in letter case, `cannotCreate` for one that has a certificate
    ///   and is not renewed, `configuration` if the bank belongs to another user, `tryLater` while
    ///   another process issues one.
    @discardableResult
    package func issue(_ name: DeviceName, isRenewal: Bool) async throws -> String? {
        try folder.requireBank()
        // The bank's own user could not use files that another user creates here.
        try folder.requirePrivate()
        let isRevoked: Bool
        var twin: TerminalLine?
        do {
            let books = try LedgerBooksReader(path: folder.booksPath)
            isRevoked = try await books.read { try $0.isRevoked(terminal: name.description) }
            if !isRevoked, !isRenewal { twin = try await Self.twin(of: name, in: books) }
        } catch let error as LedgerStoreError {
            throw DaemonError(of: error, folder: folder)
        }
        guard !isRevoked else {
            throw DaemonError(
                "The terminal '\(name)' is not trusted any more, for good: nobody could sign in "
                    + "with this certificate. Give the terminal another name.",
                .badData
            )
        }
        if let twin {
            let standing = twin.revokedAt == nil ? "signed in here" : "was revoked, for good"
            throw Self.refusal(of: name, since: "The terminal '\(twin.name)' \(standing)")
        }
        // The checks must still hold when the certificate is issued.
        return try folder.tls.whileIssuing { () throws(DaemonError) -> String? in
            try issueAlone(name, isRenewal: isRenewal)
        }
    }

    private func issueAlone(_ name: DeviceName, isRenewal: Bool) throws(DaemonError) -> String? {
        let tls = folder.tls
        for path in [tls.devicePath(name), tls.deviceKeyPath(name)]
        where !isRenewal && PrivateFile.exists(path) {
            throw DaemonError(
                "\(path) is there already. To replace it with a new one, add --renew; the terminal "
                    + "then needs both files again.",
                .cannotCreate
            )
        }
        let twin = tls.devices().first { $0.isTwin(of: name.text) }
        if let twin, !isRenewal {
            throw Self.refusal(of: name, since: "The terminal '\(twin)' has a certificate here")
        }
        guard !isRenewal || PrivateFile.exists(tls.devicePath(name)) else {
            if let twin {
                throw DaemonError(
                    "There is no certificate of a terminal '\(name)' to renew. There is one of "
                        + "'\(twin)'.",
                    .noInput
                )
            }
            throw DaemonError(
                "There is no certificate of a terminal '\(name)' to renew. To make the terminal, leave "
                    + "--renew out.",
                .noInput
            )
        }
        let now = clock.now()
        try tls.issueDevice(name, now: now)
        return try tls.noteOfEarlyEnd(tls.devicePath(name), of: TLSFolder.deviceDays, now: now)
    }

    /// Returns the refusal of a name that could be mistaken for another terminal's.
    private static func refusal(of name: DeviceName, since reason: String) -> DaemonError {
        DaemonError(
            "\(reason), and '\(name)' differs from it in capitals alone: people would take one for the "
                + "other. Give this terminal another name.",
            .badData
        )
    }

    /// Returns a terminal in the books whose name differs only in case, or nil.
    private static func twin(
        of name: DeviceName,
        in books: LedgerBooksReader
    ) async throws -> TerminalLine? {
        var place: String? = ""
        while let after = place {
            let lines = try await books.list { reader in
                try reader.terminalLines(after: after, limit: ReadingChunk.rowCount)
            }
            if let twin = lines.first(where: { name.isTwin(of: $0.name) }) { return twin }
            place = lines.count < ReadingChunk.rowCount ? nil : lines.last?.name
        }
        return nil
    }
}

extension DeviceName {
    /// Returns true if another name differs only in letter case.
    ///
    /// The network and the books treat them as two terminals, but people confuse them.
    func isTwin(of other: String) -> Bool {
        text != other && text.lowercased() == other.lowercased()
    }
}
