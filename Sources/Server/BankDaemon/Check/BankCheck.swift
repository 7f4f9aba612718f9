import SystemThreads
import LocalFiles
package import CoreVocabulary
import LedgerService
import LedgerStoreSQLite

/// A read-only check of a data folder: files, certificates, books and secrets.
///
/// It also works beside a running server.
package struct BankCheck: Sendable {
    /// The result of a check.
    package struct Report: Hashable, Sendable {
        /// The faults found, as sentences.
        package internal(set) var findings: [String] = []
        /// Matters that will need attention soon, as sentences.
        package internal(set) var notes: [String] = []
    }

    /// Number of days before its expiry at which a certificate is noted.
    static let certificateNoticeDays: Int64 = 14
    /// Number of days before its expiry at which the authority is noted.
    ///
    /// It equals the validity of a server certificate, which from then on expires with the
    /// authority. It leaves time to give every console another authority.
    static let authorityNoticeDays: Int64 = TLSFolder.serverDays

    let folder: DataFolder
    let configuration: DaemonConfiguration
    let now: Instant
    /// Free space on the disk of the books, in bytes; nil if it is unknown.
    var freeByteCount: Int64?
    /// True if that disk is mounted read-only.
    var isReadOnly: Bool

    /// Creates a check of a data folder.
    package init(_ folder: DataFolder, configuration: DaemonConfiguration, now: Instant) {
        self.folder = folder
        self.configuration = configuration
        self.now = now
        freeByteCount = folder.freeByteCount
        isReadOnly = folder.isReadOnly
    }

    /// Checks all parts of the bank.
    ///
    /// A fault in one place does not prevent the checks of the others.
    package func run() async -> Report {
        var report = Report()
        // If the bank is unfinished, inaccessible or a demo, no other finding matters.
        let refusals = [
            folder.accessRefusal, folder.strangerRefusal, folder.unfinishedRefusal,
            folder.demoRefusal,
        ]
        if let refusal = refusals.compactMap(\.self).first {
            report.findings.append(refusal.description)
            return report
        }
        checkFiles(&report)
        checkCertificates(&report, revoked: await revokedTerminals())
        await checkBooks(&report)
        await checkServer(&report)
        await checkListening(&report)
        // Opening the books sets the mode of an empty log of theirs, whose faults are reported at
        // once.
        var opened = Report()
        checkFiles(&opened)
        report.findings = Self.unrepeated(report.findings + opened.findings)
        return report
    }

    /// Removes repeated sentences from the findings.
    ///
    /// A faulty file is reported by every check that reads it.
    private static func unrepeated(_ sentences: [String]) -> [String] {
        var said: Set<String> = []
        return sentences.filter { said.insert($0).inserted }
    }

    /// Asks the running server for faults that it alone knows, such as a lost lock.
    private func checkServer(_ report: inout Report) async {
        switch await serverStanding() {
        case .ready: return
        case .unready(let sentence):
            guard !report.findings.contains(where: { $0.contains(sentence) }) else { return }
            report.findings.append("The running server is not ready: \(sentence)")
        case .refused(let refusal):
            report.findings.append(refusal.description)
            checkUnasked(&report, hasReason: true)
        case .unasked: checkUnasked(&report, hasReason: false)
        }
    }

    /// Reports what can be seen without an answer from a server.
    private func checkUnasked(_ report: inout Report, hasReason: Bool) {
        guard FileLock.isHeld(ofFolder: folder.path) else {
            report.findings += [roomFinding, readOnlyFinding].compactMap(\.self)
            return
        }
        if !PrivateFile.exists(folder.lockPath) {
            report.findings.append(
                "\(folder.lockPath) was moved, replaced or deleted while the books were open; "
                    + "nothing is written. The books are whole: stop the server and start it "
                    + "again."
            )
        } else if !hasReason, !hasRestorationFiles {
            report.findings.append(folder.inUseSentence)
        }
    }

    /// The finding about a full disk, on which no server starts; nil if there is room.
    private var roomFinding: String? {
        guard let freeByteCount, freeByteCount < Bank.roomByteFloor else { return nil }
        return "\(BankUnready.roomMissing) No server runs here. Make room before you start one "
            + "(RUNBOOK, \"Disk full\")."
    }

    /// The finding about a read-only disk, on which no server starts; nil for any other disk.
    private var readOnlyFinding: String? {
        guard isReadOnly else { return nil }
        return "The disk of \(folder.path) is mounted to be read only, so no server starts here. "
            + "See in the system's log if the disk failed, and mount it to be written before you "
            + "start one."
    }

    private var hasRestorationFiles: Bool {
        !folder.restorationFiles.isEmpty || folder.hasBooksAsideAlone
    }

    private func serverStanding() async -> AdminClient.Standing {
        await DetachedThread.run { [folder] in AdminClient(folder).standing() }
    }

    /// Returns the finding about a running restoration, or nil if there is none.
    ///
    /// A server that cannot be asked, beside the files of an unfinished restoration, looks the
    /// same.
    private func runningRestoration() async -> String? {
        guard hasRestorationFiles, FileLock.isHeld(ofFolder: folder.path) else { return nil }
        switch await serverStanding() {
        case .ready, .unready: return nil
        case .unasked, .refused: break
        }
        return "A restore runs in \(folder.path), or a server that cannot be asked beside the "
            + "files of one. Remove nothing before it has ended, and check again then; the books "
            + "were not looked at."
    }

    /// Checks every chain, sum and row of the books, and that every sealed value opens.
    private func checkBooks(_ report: inout Report) async {
        if let sentence = await runningRestoration() {
            report.findings.append(sentence)
            return
        }
        do {
            try folder.requireBank()
            if let cutOff = await CutOffBooks.find(in: folder) { throw cutOff.refusal }
            report.findings += folder.restorationFindings + folder.strayFindings
            let books = try LedgerBooksReader(path: folder.booksPath)
            if let finding = try await books.check() {
                report.findings.append("The books do not hold: \(finding).")
            } else if try await books.awaitsUpgrade() {
                report.notes.append(
                    "The books await the form of this release. The next start of the server gives it "
                        + "to them, and what needs it is checked from then on (RUNBOOK, \"Upgrades\")."
                )
            }
            try await checkPlace(of: books, &report)
            let ring = try folder.keys.ring()
            let keys = try await books.read { try $0.masterKeys() }
            try ring.prove(keys)
            if let shut = try await ring.firstShutValue(in: books) {
                // Identifiers of all owners are printed alike.
                let owner = UserID(rawValue: shut.ownerBits)
                report.findings.append(
                    "A secret (\(shut.purpose.rawValue)) of \(owner) does not open under the keys "
                        + "in \(folder.keys.path)."
                )
            }
            noteKeys(keys, ring, &report)
        } catch let error as DaemonError {
            report.findings.append(error.description)
        } catch let error as LedgerStoreError {
            report.findings.append(finding(about: error))
        } catch let error as MasterKeyError {
            report.findings.append(DaemonError(of: error, keys: folder.keys).description)
        } catch {
            report.findings.append("The books cannot be checked: \(error)")
        }
    }

    /// Checks the books against the files outside them, and against the present clock.
    private func checkPlace(of books: LedgerBooksReader, _ report: inout Report) async throws {
        let epochFile = EpochFile(folder: folder)
        let head = AuditHeadFile(folder: folder)
        let (epoch, verdict) = try await books.read {
            (try $0.epoch(), try head.verdict(on: $0))
        }
        let pauseDays = BankConfiguration(configuration).longestPauseDays
        let refusal = try await books.read { [now] in
            try $0.bookingRefusal(at: now, longestPauseDays: pauseDays)
        }
        let sentences: [String?] = [
            epochFile.missing, try epochFile.finding(about: epoch), head.finding(verdict),
            try await books.isFinished() ? nil : "The books were never filled to the end.",
            refusal.map { sentence(about: $0) },
        ]
        report.findings += sentences.compactMap(\.self)
    }

    /// Returns the sentence about a refusal to book, with the command that accepts the clock.
    private func sentence(about refusal: BankError) -> String {
        switch refusal.code {
        case .clockBehindBooks, .clockFarAheadOfBooks:
            let command = ShellCommand("serve").flag("--accept-clock").on(folder)
            return "\(refusal) That is: \(command)"
        default: return refusal.description
        }
    }

    private func noteKeys(_ keys: [MasterKeyRecord], _ ring: MasterKey, _ report: inout Report) {
        for key in keys where key.endedAt == nil && key.number != ring.currentNumber {
            report.notes.append(
                "Master key \(key.number) still seals secrets beside the current one, "
                    + "\(ring.currentNumber). A running server seals them anew; so does: "
                    + "\(ShellCommand("keys rotate").flag("--master").on(folder))"
            )
        }
        // Keys that a restoration left were reported with its other leftovers.
        let taken = folder.keysTaken
        for key in keys
        where key.endedAt != nil && ring.numbers.contains(key.number) && !taken.contains(key.number)
        {
            report.notes.append(
                BackupBook(folder).sentenceOfNeeded(key.number)
                    ?? "Nothing is sealed under master key \(key.number) any more. The server removes "
                    + "\(folder.keys.file(key.number)) when it starts next; keep a copy as long as "
                    + "a backup that was made under it."
            )
        }
    }
}
