import Glibc
import LocalFiles

/// Checks of the addresses and paths at which the server is going to listen.
extension DaemonConfiguration {
    /// Checks that the ports for consoles and for status differ.
    package func requireOwnPorts(port: Int? = nil) throws(DaemonError) {
        let port = port ?? integer(.listenPort)
        guard port == 0 || port != integer(.listenStatusPort) else {
            throw DaemonError(
                "Consoles and listen.status_port have the same port, \(port). Choose another one for "
                    + "either; 0 in listen.status_port is none.",
                .configuration
            )
        }
    }

    /// Checks that listen.host is an address of this machine or resolves to one.
    ///
    /// Blocks the calling thread until a name is resolved.
    ///
    /// - Throws: `configuration` if it is not, `tryLater` if the name could not be resolved.
    package func requireOwnHost() throws(DaemonError) {
        let host = text(.listenHost)
        guard let fault = Self.fault(ofHost: host) else { return }
        let sentence = fault.words(about: "listen.host names \(OperatorText.clean(host)), which")
        switch fault {
        case .notLocal: throw DaemonError(sentence, .configuration)
        case .notFound: throw DaemonError(sentence, .tryLater)
        }
    }

    /// Checks that the path in listen.socket is valid for a socket.
    func requireSocketForm(_ path: String) throws(DaemonError) {
        guard SocketPlace.hasRoom(for: path) else {
            throw DaemonError(
                "listen.socket names \(path), which \(SocketPlace.lengthFault). Choose a shorter path.",
                .configuration
            )
        }
        // Compared as bytes, because a combining mark after a slash makes another Swift character.
        guard path.utf8.last != UInt8(ascii: "/") else {
            throw DaemonError(
                "listen.socket names \(path), which ends with a slash, as the path of a folder does. "
                    + "Choose another name for it, such as console.sock.",
                .configuration
            )
        }
    }

    /// Returns the fault of a host, or nil if a socket can be bound to its address.
    ///
    /// The test binds a datagram socket, which accepts no connections, to any free port.
    private static func fault(ofHost host: String) -> HostFault? {
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, "0", nil, &list)
        guard code == 0, let found = list else {
            return .notFound(String(cString: gai_strerror(code)))
        }
        defer { freeaddrinfo(found) }
        // The server also listens at the first address.
        let address = found.pointee
        let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.ai_family, type, 0)
        // What cannot be tested here shows at the start.
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let isRefused = bind(descriptor, address.ai_addr, address.ai_addrlen) != 0
        return isRefused && errno == EADDRNOTAVAIL ? .notLocal : nil
    }
}
