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
        let byteCount: Int64
        let digest: Digest256
    }

    static let version: Int64 = 1
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

    var encoded: [UInt8] {
        let value = JSONValue.object([
            JSONMember("version", .integer(Self.version)),
            JSONMember("madeAt", .integer(madeAt.nanosecondsSinceEpoch)),
            JSONMember("epoch", .string(String(epoch))),
            JSONMember("feedHead", .integer(feedHead)),
            JSONMember("auditNumber", .integer(auditNumber)),
            JSONMember("auditHash", .string(auditHash.description)),
            JSONMember("masterKeys", .array(masterKeys.map { .integer(Int64($0)) })),
            JSONMember("files", .array(files.map(\.json))),
        ])
        return CanonicalJSON.encode(value) + [0x0A]
    }
}

extension BackupManifest {
    /// Creates a manifest from its encoding, or nil if it is not one of this version.
    init?(encoded: [UInt8]) {
        guard let fields = AdminFields(line: encoded, byteLimit: Self.byteLimit),
            fields.integer("version") == Self.version,
            let madeAt = fields.integer("madeAt"),
            let epoch = fields.text("epoch").flatMap({ UInt64($0) }),
            let feedHead = fields.integer("feedHead"),
            let auditNumber = fields.integer("auditNumber"),
            let auditHash = fields.digest("auditHash"),
            let list = fields.objects("files")
        else { return nil }
        let files = list.compactMap { File($0) }
        guard files.count == list.count else { return nil }
        self.init(
            madeAt: Instant(nanosecondsSinceEpoch: madeAt),
            epoch: epoch,
            feedHead: feedHead,
            auditNumber: auditNumber,
            auditHash: auditHash,
            // Manifests of earlier releases do not list the keys.
            masterKeys: (fields.integers("masterKeys") ?? []).compactMap {
                MasterKey.Number(exactly: $0)
            },
            files: files
        )
    }
}

extension BackupManifest.File {
    /// Creates a file's description, or nil if a part is missing.
    init?(_ fields: AdminFields) {
        guard let suffix = fields.text("suffix"), let byteCount = fields.integer("bytes"),
            let digest = fields.digest("sha256")
        else { return nil }
        self.init(suffix: suffix, byteCount: byteCount, digest: digest)
    }

    /// The description as a JSON object.
    var json: JSONValue {
        .object([
            JSONMember("suffix", .string(suffix)),
            JSONMember("bytes", .integer(byteCount)),
            JSONMember("sha256", .string(digest.description)),
        ])
    }
}
