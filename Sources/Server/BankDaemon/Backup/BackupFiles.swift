import Certificates
import LedgerService
import LedgerStoreSQLite

/// Where the files of a backup are: the books under the given name, all else beside them.
struct BackupFiles: Hashable {
    /// What ends the name of a file that is not whole yet.
    static let draftSuffix = ".unfinished"
    /// What follows the backup's path for its manifest.
    static let manifestSuffix = ".manifest"

    let path: String

    /// Written last: a backup without it is not finished.
    var manifest: String { path + Self.manifestSuffix }
    /// Where the manifest is until all other files have their names.
    var manifestDraft: String { manifest + Self.draftSuffix }

    /// The file of a master key.
    func key(_ number: MasterKey.Number) -> String { path + Self.keySuffix(number) }

    /// What follows the backup's path for a master key.
    static func keySuffix(_ number: MasterKey.Number) -> String { ".master-\(number).key" }

    /// The number of the master key that a suffix stands for; nil for another file.
    static func keyNumber(ofSuffix suffix: String) -> MasterKey.Number? {
        guard suffix.hasPrefix(".master-"), suffix.hasSuffix(".key") else { return nil }
        return MasterKey.Number(suffix.dropFirst(8).dropLast(4))
    }

    /// True if a file of a backup has the suffix, be it the books; the manifest is none of them.
    static func isPart(_ suffix: String) -> Bool {
        suffix.isEmpty || keyNumber(ofSuffix: suffix) != nil || BackupPlace(suffix: suffix) != nil
    }

    /// True if a suffix is that of a draft, or of what is made beside one for a while.
    static func isDraft(_ suffix: String) -> Bool {
        let ends = ["", PrivateFile.draftSuffix] + BooksSuffix.ofSQLite
        return ends.map { draftSuffix + $0 }.contains { end in
            guard suffix.hasSuffix(end) else { return false }
            let part = String(suffix.dropLast(end.count))
            return part == manifestSuffix || isPart(part)
        }
    }
}

/// A file of the bank's folder that a backup holds beside the books: settings and certificates.
struct BackupPlace: Hashable {
    /// Where it is in the bank's folder.
    let place: String
    /// What follows the backup's path.
    let suffix: String
    /// Whether it lets its reader pass for the bank, for its authority or for a terminal.
    let isSecret: Bool

    private init(_ place: String) {
        self.place = place
        suffix =
            "."
            + place.unicodeScalars.split(separator: "/").map { String($0) }.joined(separator: "-")
        isSecret = place.hasSuffix(".key")
    }

    /// The settings, and the certificates of the bank itself with their keys.
    private static let standing = [
        "counterfoil.toml", "tls/ca.pem", "tls/ca.key", "tls/server.pem", "tls/server.key",
    ].map { BackupPlace($0) }

    private static func ofTerminal(_ name: DeviceName) -> [BackupPlace] {
        [BackupPlace("tls/devices/\(name).pem"), BackupPlace("tls/devices/\(name).key")]
    }

    /// The files that a bank's folder has, those with secrets only when asked for.
    static func all(in folder: DataFolder, includesSecrets: Bool) -> [BackupPlace] {
        (standing + folder.tls.devices().flatMap(ofTerminal)).filter {
            (includesSecrets || !$0.isSecret) && PrivateFile.exists("\(folder.path)/\($0.place)")
        }
    }

    /// Reads the suffix of a file; nil for one that is none of these.
    ///
    /// A manifest comes from outside, and must lead to no other place in a folder.
    init?(suffix: String) {
        if let known = Self.standing.first(where: { $0.suffix == suffix }) {
            self = known
            return
        }
        let start = ".tls-devices-"
        guard suffix.hasPrefix(start), suffix.hasSuffix(".pem") || suffix.hasSuffix(".key"),
            let name = DeviceName(String(suffix.dropFirst(start.count).dropLast(4))),
            let found = Self.ofTerminal(name).first(where: { $0.suffix == suffix })
        else { return nil }
        self = found
    }
}
