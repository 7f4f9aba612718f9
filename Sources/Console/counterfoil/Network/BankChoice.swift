import ArgumentParser
import ClientTransport
import Cryptography
import ConsoleFiles

/// A selected bank, with everything that a console needs to connect to it.
struct BankChoice: Sendable {
    /// Name of the bank until the bank sends its own.
    let name: String
    let line: BankLine
    let theme: String?
    /// Folder for the console's data that all banks share.
    let stateFolder: String
    /// Folder for the console's data of this bank only.
    let folder: String

    /// Combines options, variables and a profile, in this order of precedence.
    ///
    /// - Throws: `ValidationError` for what is missing, `CommandFailure` for what is wrong.
    init(_ options: BankOptions, profile: Profile?, profileFolder: String) throws {
        let values = Values(options: options.values, profile: profile, profileFolder: profileFolder)
        guard let server = values.address else {
            throw ValidationError(
                "Name the bank: --server URL with --ca FILE, or --profile NAME. "
                    + "`counterfoil demo` shows a made-up one."
            )
        }
        let address = try Self.address(server)
        line = try Self.line(to: address, values)
        // A profile's name is used only if it is for this server. Otherwise users would see the
        // wrong bank's name at sign-in.
        let named = profile.flatMap { known in
            known.isAt(server) { HomeFolders.resolve($0, from: profileFolder) } ? known.name : nil
        }
        name = named ?? Self.hostName(of: address)
        theme = values[.theme]
        stateFolder = try values[.state] ?? HomeFolders.state()
        folder = "\(stateFolder)/\(Self.folderName(of: address))"
    }

    /// Parses a server address.
    static func address(_ text: String) throws -> ServerAddress {
        do {
            return try ServerAddress(text)
        } catch {
            throw CommandFailure(Self.sentence(error, text), .configuration)
        }
    }

    private static func line(to address: ServerAddress, _ values: Values) throws -> BankLine {
        switch address {
        case .socket(let path):
            return .socket(path: path, owners: try PrivatePlace.socketOwners(at: path))
        case .https(let host, let port):
            return .https(
                host: host,
                port: port,
                try files(ca: values[.ca], cert: values[.cert], key: values[.key]),
                proxy: try ProxyChoice.proxy(for: host, chosen: values[.proxy])
            )
        }
    }

    /// Returns the files for a TLS connection.
    static func files(ca: String?, cert: String?, key: String?) throws -> TLSFiles {
        guard let ca else {
            throw ValidationError(
                "Name the certificate of the bank's authority: --ca FILE. "
                    + "No other authority is trusted, not even the system's."
            )
        }
        return TLSFiles(authority: ca, terminal: try terminal(cert, key))
    }

    private static func terminal(_ cert: String?, _ key: String?) throws -> TerminalFiles? {
        switch (cert, key) {
        case (let certificate?, let key?): TerminalFiles(certificate: certificate, key: key)
        case (nil, nil): nil
        case (.some, nil):
            throw ValidationError("A terminal's certificate needs its key: add --key FILE.")
        case (nil, .some):
            throw ValidationError("A key needs its terminal's certificate: add --cert FILE.")
        }
    }

    private static func hostName(of address: ServerAddress) -> String {
        switch address {
        case .https(let host, _): host
        case .socket: "this machine's bank"
        }
    }

    /// Returns the folder name for a bank, since two banks may have users of the same name.
    private static func folderName(of address: ServerAddress) -> String {
        switch address {
        case .https(let host, let port):
            // Brackets and colons of an IPv6 address are removed, because some tools interpret
            // them.
            host.filter { $0 != "[" && $0 != "]" }.replacing(":", with: "-") + "_\(port)"
        case .socket(let path):
            // A path of any length is hashed into a short unique name.
            "socket_" + Digest256(hashing: Array(path.utf8)).bytes.prefix(8).map(Self.hex).joined()
        }
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    private static func sentence(_ failure: ServerAddress.Failure, _ text: String) -> String {
        let what =
            switch failure {
            case .withoutTLS:
                "would be spoken to without TLS, which this console never does. Write https://"
            case .unknownScheme: "has to begin with https:// or unix://"
            case .hostInvalid: "has no host name or address where one must be"
            case .portInvalid: "has no port from 1 to 65535 behind its colon"
            case .hasMore: "has something behind the host and the port, where nothing may be"
            case .socketPathInvalid:
                "needs the whole path of a socket, such as unix:///run/bank.sock"
            case .socketPathTooLong:
                "names a path of \(text.utf8.count - "unix://".utf8.count) bytes, and a socket's has "
                    + "at most \(ServerAddress.socketPathByteLimit). Have the bank listen at a "
                    + "shorter one"
            }
        return "The bank's address '\(text)' \(what)."
    }
}

extension BankChoice {
    /// Value of one field, from any of its sources in order of precedence.
    private struct Values {
        var options: [Profile.Field: String]
        var profile: Profile?
        var profileFolder: String

        subscript(field: Profile.Field) -> String? {
            if let value = options[field] { return value }
            let variable = "COUNTERFOIL_" + field.rawValue.uppercased()
            if let value = ProcessEnvironment[variable] { return value }
            guard let value = profile?[field] else { return nil }
            return field.isPath ? HomeFolders.resolve(value, from: profileFolder) : value
        }

        /// The server of an option, a variable or the profile, in this order; without one, the
        /// socket.
        var address: String? {
            if let server = options[.server] { return server }
            if let server = ProcessEnvironment["COUNTERFOIL_SERVER"] { return server }
            return profile?[.server] ?? self[.socket].map { "unix://\($0)" }
        }
    }
}
