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
    /// - Throws: `configuration` when it is not.
    public func requireOwnHost() throws(DaemonError) {
        let host = text(.listenHost)
        guard !Self.isOfThisMachine(host) else { return }
        throw DaemonError(
            "listen.host names \(OperatorText.clean(host)), which is no address of this machine, so "
                + "nobody could connect there. Set it to one of its addresses, or to 0.0.0.0 for all "
                + "of them.",
            .configuration
        )
    }

    /// Makes sure that a socket can have the path that listen.socket names.
    ///
    /// - Throws: `configuration` when it is too long, or that of a folder.
    func requireSocketForm(_ path: String) throws(DaemonError) {
        let limit = SocketPlace.pathByteLimit
        guard path.utf8.count <= limit else {
            throw DaemonError(
                "listen.socket names \(path), which is too long for a socket (\(limit) bytes). Choose a "
                    + "shorter path.",
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

    /// True if the system lets a socket have the host's address, and not port: one that takes no
    /// connections is asked for, at any port that is free.
    private static func isOfThisMachine(_ host: String) -> Bool {
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "0", nil, &list) == 0, let found = list else { return false }
        defer { freeaddrinfo(found) }
        // The server listens at the first one, too.
        let address = found.pointee
        let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.ai_family, type, 0)
        // What cannot be known here the start tells.
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        return bind(descriptor, address.ai_addr, address.ai_addrlen) == 0
            || errno != EADDRNOTAVAIL
    }
}
