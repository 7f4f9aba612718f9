package import Certificates
package import CoreVocabulary
import Glibc
import LocalFiles
import TOMLText

/// The settings of a daemon from its file, overridden by the environment.
package struct DaemonConfiguration: Hashable, Sendable {
    /// Maximum length of the file, in bytes.
    static let fileByteLimit = 65_536

    private static let rules = TOMLRules(byteLimit: fileByteLimit, allowsListsOfTables: false)

    let folder: DataFolder
    private let environment: [String: String]
    private var values: [Setting: SettingValue] = [:]

    /// Reads the settings of a data folder; without a file, all have their defaults.
    package init(folder: DataFolder, environment: [String: String]) throws(DaemonError) {
        self.folder = folder
        self.environment = environment
        if PrivateFile.exists(folder.configurationPath) {
            let document: TOMLDocument
            do {
                document = try TOMLDocument(
                    path: folder.configurationPath,
                    file: folder.configurationPath,
                    rules: Self.rules
                )
            } catch {
                throw DaemonError(error.description, .configuration)
            }
            values = try SettingReader(file: document.file).values(of: document.root)
        }
        let overrides = try SettingReader.values(of: environment)
        values.merge(overrides) { $1 }
    }

    /// Returns the settings as they would be read at a start now.
    func readAgain() throws(DaemonError) -> DaemonConfiguration {
        try DaemonConfiguration(folder: folder, environment: environment)
    }

    /// Returns the value of a setting, or its default.
    subscript(_ setting: Setting) -> SettingValue { values[setting] ?? setting.standard }

    /// Returns the value of a text setting.
    package func text(_ setting: Setting) -> String {
        guard case .text(let text) = self[setting] else {
            invariantBroken("a setting that is asked for as text is text")
        }
        return text
    }

    /// Returns the value of an integer setting.
    package func integer(_ setting: Setting) -> Int {
        guard case .integer(let number) = self[setting] else {
            invariantBroken("a setting that is asked for as a number is one")
        }
        return number
    }

    /// Returns the value of a Boolean setting.
    package func flag(_ setting: Setting) -> Bool {
        guard case .boolean(let flag) = self[setting] else {
            invariantBroken("a setting that is asked for as a flag is one")
        }
        return flag
    }

    /// Returns the path that a setting names, relative to the data folder, or nil if it names none.
    package func path(_ setting: Setting) -> String? {
        let text = text(setting)
        if text.isEmpty { return nil }
        return text.utf8.first == UInt8(ascii: "/") ? text : "\(folder.path)/\(text)"
    }

    /// True if the server uses the certificate and key that `keys rotate --tls` makes.
    package var namesOwnPair: Bool {
        path(.tlsCertificate) == folder.tls.serverPath && path(.tlsKey) == folder.tls.serverKeyPath
    }

    /// Returns the path of the Unix socket for consoles on this host, or nil if there is none.
    ///
    /// - Throws: `configuration` if the path is reserved for the bank's own or temporary files, or
    ///   is not valid for a socket.
    package func consoleSocketPath() throws(DaemonError) -> String? {
        guard let path = path(.listenSocket) else { return nil }
        try requireSocketForm(path)
        guard folder.keepsName(of: path) else { return path }
        let isForCommands = PrivateFile.isSamePlace(path, folder.adminSocketPath)
        throw DaemonError(
            "listen.socket names \(path), "
                + (isForCommands
                    ? "where the server takes the commands of this program. "
                    : "which is a name that the bank keeps for its own files. ")
                + "Choose another name for it, such as console.sock.",
            .configuration
        )
    }

    /// Checks that no other user can replace the socket for consoles, which receives passwords.
    ///
    /// - Throws: `configuration` with the folder that others can change, or a link on the way.
    package func requireOwnSocketPlace() throws(DaemonError) {
        guard let path = try consoleSocketPath() else { return }
        try PrivacyFault.refuse(
            PathWay.strangeLink(onTheWayTo: path).map { PrivacyFault(description: $0) }
        )
        // In the bank's folder it is as safe as the books, whose path is checked with them.
        let place = LocalFolder.folder(of: path)
        guard !PrivateFile.isFolder(place, within: folder.path) else { return }
        try PrivacyFault.requireOwnSocketPlace(path)
    }

    /// The time zone in which the bank counts its days.
    package var zone: ZoneOffset {
        ZoneOffset(secondsEastOfUTC: Int32(clamping: integer(.bankUTCOffset) * 60))
    }

    /// The names for a new server certificate: those of the settings, and the host's own name.
    package var certificateNames: [AlternativeName] {
        guard case .list(let texts) = self[.tlsNames] else {
            invariantBroken("the names of the certificate are a list")
        }
        let names = (texts + [Self.hostName].compactMap(\.self)).compactMap { AlternativeName($0) }
        return names.enumerated().filter { names.firstIndex(of: $1) == $0 }.map(\.element)
    }

    /// The host name of this machine; nil if there is none.
    private static var hostName: String? {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return nil }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}
