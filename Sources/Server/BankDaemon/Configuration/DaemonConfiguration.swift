public import Certificates
public import CoreVocabulary
import DurableFolders
import TOMLText

/// The settings of a daemon: those of its file, and over them those of the environment.
public struct DaemonConfiguration: Hashable, Sendable {
    /// The longest file, in bytes.
    static let fileByteLimit = 65_536

    private static let rules = TOMLRules(byteLimit: fileByteLimit, allowsListsOfTables: false)

    let folder: DataFolder
    private let environment: [String: String]
    private var values: [Setting: SettingValue] = [:]

    /// Reads the settings of a data folder; a folder without the file has the standard ones.
    ///
    /// - Parameters:
    ///   - folder: The folder.
    ///   - environment: The variables of the process.
    /// - Throws: `configuration` with file, line, key and what is allowed there.
    public init(folder: DataFolder, environment: [String: String]) throws(DaemonError) {
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

    /// The settings as a start would read them now.
    ///
    /// - Throws: As at a start.
    func readAgain() throws(DaemonError) -> DaemonConfiguration {
        try DaemonConfiguration(folder: folder, environment: environment)
    }

    /// The value of a setting.
    subscript(_ setting: Setting) -> SettingValue { values[setting] ?? setting.standard }

    /// The value of a setting that is text.
    public func text(_ setting: Setting) -> String {
        guard case .text(let text) = self[setting] else {
            invariantBroken("a setting that is asked for as text is text")
        }
        return text
    }

    /// The value of a setting that is a number.
    public func integer(_ setting: Setting) -> Int {
        guard case .integer(let number) = self[setting] else {
            invariantBroken("a setting that is asked for as a number is one")
        }
        return number
    }

    /// The value of a setting that is yes or no.
    public func flag(_ setting: Setting) -> Bool {
        guard case .boolean(let flag) = self[setting] else {
            invariantBroken("a setting that is asked for as a flag is one")
        }
        return flag
    }

    /// The file that a setting names, relative to the data folder; nil when it names none.
    public func path(_ setting: Setting) -> String? {
        let text = text(setting)
        if text.isEmpty { return nil }
        return text.utf8.first == UInt8(ascii: "/") ? text : "\(folder.path)/\(text)"
    }

    /// True if the server shows itself by the certificate and the key that `keys rotate --tls` makes.
    public var namesOwnPair: Bool {
        path(.tlsCertificate) == folder.tls.serverPath && path(.tlsKey) == folder.tls.serverKeyPath
    }

    /// The Unix socket for consoles on this host; nil for none.
    ///
    /// - Throws: `configuration` when the setting names what the bank itself uses, or makes for a while, or
    ///   what cannot be a socket's path.
    public func consoleSocketPath() throws(DaemonError) -> String? {
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

    /// Makes sure that nobody else puts a socket of theirs in the place of that for consoles, which is
    /// sent passwords.
    ///
    /// - Throws: `configuration` with the folder that others may change, or a link on the way.
    public func requireOwnSocketPlace() throws(DaemonError) {
        guard let path = try consoleSocketPath() else { return }
        try PrivacyFault.requireOwnLinks(to: path)
        // In the bank's folder it is as safe as the books, the way to which is looked at with them.
        let place = DurableFolder.folder(of: path)
        guard !PrivateFile.isFolder(place, within: folder.path) else { return }
        try PrivacyFault.requireOwnSocketPlace(path)
    }

    /// Where the bank counts its days.
    public var zone: ZoneOffset {
        ZoneOffset(secondsEastOfUTC: Int32(clamping: integer(.bankUTCOffset) * 60))
    }

    /// What a new server certificate is for: the names of the settings, and the host's own.
    public var certificateNames: [AlternativeName] {
        guard case .list(let texts) = self[.tlsNames] else {
            invariantBroken("the names of the certificate are a list")
        }
        let names = (texts + [HostName.current].compactMap { $0 })
            .compactMap { AlternativeName($0) }
        return names.enumerated().filter { names.firstIndex(of: $1) == $0 }.map(\.element)
    }
}
