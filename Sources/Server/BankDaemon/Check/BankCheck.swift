public import CoreVocabulary
import LedgerService
import LedgerStoreSQLite

/// Looks over a data folder: files, certificates, books and secrets.
///
/// Reads only, and beside a running server as well.
public struct BankCheck: Sendable {
    /// What was found.
    public struct Report: Hashable, Sendable {
        /// What is wrong, as sentences.
        public internal(set) var findings: [String] = []
        /// What will need somebody soon, as sentences.
        public internal(set) var notes: [String] = []
    }

    /// How many days before its end a certificate is spoken of.
    static let certificateNoticeDays: Int64 = 14
    /// How many days before its end the authority is: those of a server's certificate, which ends
    /// with it from then on, and time to give every console another one.
    static let authorityNoticeDays: Int64 = TLSFolder.serverDays

    let folder: DataFolder
    let configuration: DaemonConfiguration
    let now: Instant
    /// The bytes that the disk of the books has left; nil when the system does not tell.
    var freeByteCount: Int64?
    /// True if that disk takes no writes.
    var isReadOnly: Bool

    /// Makes a check.
    public init(_ folder: DataFolder, configuration: DaemonConfiguration, now: Instant) {
        self.folder = folder
        self.configuration = configuration
        self.now = now
        freeByteCount = folder.freeByteCount
        isReadOnly = folder.isReadOnly
    }

    /// Looks at everything; what is wrong in one place does not keep it from the next.
    public func run() async -> Report {
        var report = Report()
        // Of a bank that was never finished, or is none, nothing else is worth mending.
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
        // Whoever opens books gives an empty log of theirs its mode; that is told at once too.
        var opened = Report()
        checkFiles(&opened)
        report.findings = Self.unrepeated(report.findings + opened.findings)
        return report
    }

    /// Sentences without those that were said before: what is wrong with a file is met by each who
    /// reads it.
    private static func unrepeated(_ sentences: [String]) -> [String] {
        var said: Set<String> = []
        return sentences.filter { said.insert($0).inserted }
    }

    /// The server that has the bank open: what it alone knows, such as that its clock was set, that its
    /// lock is gone, and that it cannot be asked.
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

    /// What can be seen of a server that cannot be asked, or of there being none.
    ///
    /// - Parameters:
    ///   - report: Where to tell what was found.
    ///   - hasReason: True if it was told why it cannot be asked.
    private func checkUnasked(_ report: inout Report, hasReason: Bool) {
        guard PrivateFile.isHeldFolder(folder.path) else {
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

    /// The sentence about a disk on which no server starts, or is ready; nil where there is room.
    ///
    /// A server that runs tells it itself.
    private var roomFinding: String? {
        guard let freeByteCount, freeByteCount < Bank.roomByteFloor else { return nil }
        return "\(BankUnready.roomMissing) No server runs here. Make room before you start one "
            + "(RUNBOOK, \"Disk full\")."
    }

    /// The sentence about a disk that takes no writes, on which no server starts; nil for any other.
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
        await HashThread.run { [folder] in AdminClient(folder).standing() }
    }

    /// The sentence about a restoration that runs, whose files nobody may remove; nil for none.
    ///
    /// A server that cannot be asked looks the same beside files of one that did not end.
    private func runningRestoration() async -> String? {
        guard hasRestorationFiles, PrivateFile.isHeldFolder(folder.path) else { return nil }
        switch await serverStanding() {
        case .ready, .unready: return nil
        case .unasked, .refused: break
        }
        return "A restore runs in \(folder.path), or a server that cannot be asked beside the "
            + "files of one. Remove nothing before it has ended, and check again then; the books "
            + "were not looked at."
    }

    /// The books: every chain, sum and line, and that every sealed value opens.
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
                // Whatever owns it, all identifiers are printed alike.
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

    /// What is known of the books outside of them, and whether they are booked in by this clock.
    private func checkPlace(of books: LedgerBooksReader, _ report: inout Report) async throws {
        let epochFile = EpochFile(folder)
        let head = AuditHeadFile(folder)
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

    /// The sentence about a refusal to book, with the command that a clock is confirmed by.
    private func sentence(about refusal: BankError) -> String {
        switch refusal.code {
        case .clockBehindBooks, .clockFarAheadOfBooks:
            let command = ShellCommand("serve").flag("--accept-clock").on(folder)
            return "\(refusal) That is: \(command)"
        default: return refusal.description
        }
    }

    private func noteKeys(
        _ keys: [MasterKeyRecord],
        _ ring: MasterKey,
        _ report: inout Report
    ) {
        for key in keys where key.endedAt == nil && key.number != ring.currentNumber {
            report.notes.append(
                "Master key \(key.number) still seals secrets beside the current one, "
                    + "\(ring.currentNumber). A running server seals them anew; so does: "
                    + "\(ShellCommand("keys rotate").flag("--master").on(folder))"
            )
        }
        // Of those that a restoration left it was said with what else it left.
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
