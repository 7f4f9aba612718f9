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

    let folder: DataFolder
    let configuration: DaemonConfiguration
    let now: Instant

    /// Makes a check.
    public init(_ folder: DataFolder, configuration: DaemonConfiguration, now: Instant) {
        self.folder = folder
        self.configuration = configuration
        self.now = now
    }

    /// Looks at everything; what is wrong in one place does not keep it from the next.
    public func run() async -> Report {
        var report = Report()
        checkFiles(&report)
        checkCertificates(&report)
        await checkBooks(&report)
        return report
    }

    /// The books: every chain, sum and line, and that every sealed value opens.
    private func checkBooks(_ report: inout Report) async {
        do {
            try folder.requireBank()
            let books = try LedgerBooksReader(path: folder.booksPath)
            if let finding = try await books.check() {
                report.findings.append("The books do not hold: \(finding).")
            }
            let ring = try folder.keys.ring()
            let keys = try await books.read { try $0.masterKeys() }
            try ring.prove(keys)
            if let shut = try await ring.firstShutValue(in: books) {
                report.findings.append(
                    "A secret (\(shut.purpose.rawValue)) of \(Self.hex(shut.ownerBits)) does not "
                        + "open under the keys in \(folder.keys.path)."
                )
            }
            noteKeys(keys, ring, &report)
        } catch let error as DaemonError {
            report.findings.append(error.description)
        } catch let error as LedgerStoreError {
            report.findings.append(DaemonError(of: error, folder: folder).description)
        } catch let error as MasterKeyError {
            report.findings.append(DaemonError(of: error, keys: folder.keys).description)
        } catch {
            report.findings.append("The books cannot be checked: \(error)")
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
                    + "counterfoild keys rotate --master --data \(folder.path)"
            )
        }
        for key in keys where key.endedAt != nil && ring.numbers.contains(key.number) {
            report.notes.append(
                "Nothing is sealed under master key \(key.number) any more. The server removes "
                    + "\(folder.keys.file(key.number)) when it starts next; keep a copy as long as "
                    + "a backup that was made under it."
            )
        }
    }

    private static func hex(_ bits: UInt128) -> String {
        let digits = String(bits, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }
}
