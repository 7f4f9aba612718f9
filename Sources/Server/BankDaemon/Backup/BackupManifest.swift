import CoreVocabulary
import Cryptography
import LedgerService
import WireProtocol

/// The files of a backup with the hashes that prove them unchanged.
///
/// One line of canonical JSON beside the files. It contains no secrets.
struct BackupManifest: Hashable {
    /// A file of the backup.
    struct File: Hashable {
        /// Suffix after the backup's path; empty for the books themselves.
        let suffix: String
        let content: FileDigest
    }

    /// Maximum length of a manifest, in bytes.
    static let byteLimit = 65_536

    /// Time at which the copy was made.
    let madeAt: Instant
    /// The epoch of the books.
    let epoch: UInt64
    /// The head of the feed.
    let feedHead: Int64
    /// Number of the last audit row, with the hash of the audit log up to it.
    let auditNumber: Int64
    let auditHash: Digest256
    /// The master keys that open its secrets.
    let masterKeys: [MasterKey.Number]
    let files: [File]

    /// Returns true if all of the needed master keys are beside the books.
    func hasKeys(_ needed: [MasterKey.Number]) -> Bool {
        let beside = files.compactMap { BackupFiles.keyNumber(ofSuffix: $0.suffix) }
        return !beside.isEmpty && needed.allSatisfy { beside.contains($0) }
    }

    var encoded: [UInt8] { Self.fields.line(self) }
}

extension BackupManifest {
    private static let fields = WireFields<BackupManifest>(
        { _, madeAt, epoch, feedHead, auditNumber, auditHash, masterKeys, files in
            BackupManifest(
                madeAt: madeAt,
                epoch: epoch,
                feedHead: feedHead,
                auditNumber: auditNumber,
                auditHash: auditHash,
                masterKeys: masterKeys ?? [],
                files: files
            )
        },
        .version,
        .required("madeAt", .nanoseconds, \.madeAt),
        .required("epoch", .decimal, \.epoch),
        .required("feedHead", .integer, \.feedHead),
        .required("auditNumber", .integer, \.auditNumber),
        .required("auditHash", .hexadecimal, \.auditHash),
        // Manifests of earlier releases do not list the keys.
        .optional("masterKeys", .keyNumbers, { @Sendable manifest in manifest.masterKeys }),
        .required("files", .files, \.files)
    )

    /// Reads a manifest, or returns nil if the file is not one of this version.
    static func read(_ path: String) throws(DaemonError) -> BackupManifest? {
        let bytes = try PrivateFile.read(path, byteLimit: byteLimit)
        return fields.value(ofLine: bytes, byteLimit: byteLimit)
    }
}

extension BackupManifest.File {
    fileprivate static let fields = WireFields<BackupManifest.File>(
        { BackupManifest.File(suffix: $0, content: FileDigest(byteCount: $1, digest: $2)) },
        .required("suffix", .text(), \.suffix),
        .required("bytes", .integer, \.content.byteCount),
        .required("sha256", .hexadecimal, \.content.digest)
    )
}

extension WireType where Value == [BackupManifest.File] {
    /// The type of lists of a backup's files.
    static var files: WireType {
        .list(of: .object(BackupManifest.File.fields, ignoringUnknown: true))
    }
}
