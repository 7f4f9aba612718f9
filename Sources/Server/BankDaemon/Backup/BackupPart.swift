import Certificates

/// A file of the bank's folder that a backup holds beside the books: settings and certificates.
struct BackupPart: Hashable {
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
    ].map { BackupPart($0) }

    private static func ofTerminal(_ name: DeviceName) -> [BackupPart] {
        [BackupPart("tls/devices/\(name).pem"), BackupPart("tls/devices/\(name).key")]
    }

    /// The files that a bank's folder has, those with secrets only when asked for.
    static func all(in folder: DataFolder, includesSecrets: Bool) -> [BackupPart] {
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
