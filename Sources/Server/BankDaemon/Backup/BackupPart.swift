import Certificates

/// A file of the bank's folder that a backup has beside the books: settings or certificates.
struct BackupPart: Hashable {
    /// Its path within the bank's folder.
    let place: String
    /// Its suffix after the backup's path.
    let suffix: String
    /// True if its reader could impersonate the bank, its authority or a terminal.
    let isSecret: Bool

    private init(_ place: String) {
        self.place = place
        suffix =
            "."
            + place.unicodeScalars.split(separator: "/").map { String($0) }.joined(separator: "-")
        isSecret = place.hasSuffix(".key")
    }

    /// The settings, and the bank's own certificates with their keys.
    private static let standing = [
        "counterfoil.toml", "tls/ca.pem", "tls/ca.key", "tls/server.pem", "tls/server.key",
    ].map { BackupPart($0) }

    private static func ofTerminal(_ name: DeviceName) -> [BackupPart] {
        [BackupPart("tls/devices/\(name).pem"), BackupPart("tls/devices/\(name).key")]
    }

    /// Returns the parts that exist in a bank's folder, with the secret ones only on request.
    static func all(in folder: DataFolder, includesSecrets: Bool) -> [BackupPart] {
        (standing + folder.tls.devices().flatMap(ofTerminal)).filter {
            (includesSecrets || !$0.isSecret) && PrivateFile.exists("\(folder.path)/\($0.place)")
        }
    }

    /// Creates the part with a suffix, or nil if there is none.
    ///
    /// A manifest comes from outside and must not lead to any other place in a folder.
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
