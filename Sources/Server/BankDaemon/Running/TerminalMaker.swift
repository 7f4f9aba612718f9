public import Certificates
public import LedgerService
import LedgerStoreSQLite

/// Makes and renews the certificates of branch terminals.
public struct TerminalMaker: Sendable {
    private let folder: DataFolder
    private let clock: any BankClock

    /// Makes it for the bank of a folder.
    public init(_ folder: DataFolder, clock: any BankClock) {
        self.folder = folder
        self.clock = clock
    }

    /// Issues a certificate with a new key.
    ///
    /// - Parameters:
    ///   - name: The terminal.
    ///   - isRenewal: Whether the certificate and the key that are there are to be replaced.
    /// - Returns: A sentence when it ends earlier than others do; nil otherwise.
    /// - Throws: ``DaemonError``: `badData` for a terminal whose trust was taken, `cannotCreate` for
    ///   one that has a certificate and is not to be renewed, `configuration` in a bank of another
    ///   user, `tryLater` while another process issues one.
    @discardableResult
    public func issue(_ name: DeviceName, isRenewal: Bool) async throws -> String? {
        try folder.requireBank()
        // What another user makes here could not be used by the bank's own.
        try folder.requirePrivate()
        let isRevoked: Bool
        do {
            isRevoked = try await LedgerBooksReader(path: folder.booksPath)
                .read { try $0.isRevoked(terminal: name.description) }
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
        // What is looked at must still be so when the certificate is issued.
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
        guard !isRenewal || PrivateFile.exists(tls.devicePath(name)) else {
            throw DaemonError(
                "There is no certificate of a terminal '\(name)' to renew. To make the terminal, leave "
                    + "--renew out.",
                .noInput
            )
        }
        let now = clock.now()
        try tls.issueDevice(name, now: now)
        return try tls.noteOfEarlyEnd(
            tls.devicePath(name),
            of: TLSFolder.deviceDays,
            now: now
        )
    }
}
