import Glibc
import PrivatePaths

/// What can be known of the places at which the server listens, before it does.
extension DaemonConfiguration {
    /// Makes sure that consoles and numbers have each a port of their own.
    ///
    /// - Parameter port: The port for consoles; nil for that of the settings.
    /// - Throws: `configuration` when both have the same.
    public func requireOwnPorts(port: Int? = nil) throws(DaemonError) {
        let port = port ?? integer(.listenPort)
        guard port == 0 || port != integer(.listenStatusPort) else {
            throw DaemonError(
                "Consoles and listen.status_port have the same port, \(port). Choose another one for "
                    + "either; 0 in listen.status_port is none.",
                .configuration
            )
        }
    }

    /// Makes sure that listen.host is an address of this machine, or a name of one.
    ///
    /// Blocks the calling thread until a name is found.
    ///
    /// - Throws: `configuration` when it is not, `tryLater` when that cannot be known since the name
    ///   could not be looked up.
    public func requireOwnHost() throws(DaemonError) {
        let host = text(.listenHost)
        guard let fault = Self.fault(ofHost: host) else { return }
        let sentence = fault.words(about: "listen.host names \(OperatorText.clean(host)), which")
        switch fault {
        case .notLocal: throw DaemonError(sentence, .configuration)
        case .notFound: throw DaemonError(sentence, .tryLater)
        }
    }

    /// Makes sure that a socket can have the path that listen.socket names.
    ///
    /// - Throws: `configuration` when it is too long, or that of a folder.
    func requireSocketForm(_ path: String) throws(DaemonError) {
        guard SocketPlace.hasRoom(for: path) else {
            throw DaemonError(
                "listen.socket names \(path), which \(SocketPlace.lengthFault). Choose a shorter path.",
                .configuration
            )
        }
        // As bytes: to Swift a mark makes another character of a slash.
        guard path.utf8.last != UInt8(ascii: "/") else {
            throw DaemonError(
                "listen.socket names \(path), which ends with a slash, as the path of a folder does. "
                    + "Choose another name for it, such as console.sock.",
                .configuration
            )
        }
    }

    /// The fault of a host; nil where the system lets a socket have its address.
    ///
    /// One that takes no connections is asked for, at any port that is free.
    private static func fault(ofHost host: String) -> HostFault? {
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, "0", nil, &list)
        guard code == 0, let found = list else {
            return .notFound(String(cString: gai_strerror(code)))
        }
        defer { freeaddrinfo(found) }
        // The server listens at the first one, too.
        let address = found.pointee
        let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.ai_family, type, 0)
        // What cannot be known here the start tells.
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let isRefused = bind(descriptor, address.ai_addr, address.ai_addrlen) != 0
        return isRefused && errno == EADDRNOTAVAIL ? .notLocal : nil
    }
}
