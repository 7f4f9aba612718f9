import Certificates

extension DaemonConfiguration {
    /// The sentence about settings by which no terminal is ever known, though one is to be; nil for sound
    /// ones.
    ///
    /// - Throws: ``DaemonError`` when the file that tls.authority names cannot be read, or holds no
    ///   certificate.
    func authorityFinding() throws(DaemonError) -> String? {
        guard let path = path(.tlsAuthority) else {
            guard flag(.tlsRequireTerminals) else { return nil }
            return "tls.require_terminals_for_staff is true, and tls.authority names no file: no "
                + "terminal is known, so nobody of the staff could sign in. Name the certificate of "
                + "whoever signs those of terminals in tls.authority, or set "
                + "tls.require_terminals_for_staff to false."
        }
        // Beside one that may sign others may stand, which are between it and the terminals.
        guard try !folder.tls.certificates(path).contains(where: \.isAuthority) else { return nil }
        return "tls.authority names \(path), which holds the certificate of no authority, so no "
            + "terminal would be known. Name the certificate of whoever signs those of terminals; "
            + "where no terminal has one, set it to \"\"."
    }

    /// Makes sure that terminals can be known, and staff sign in from them, before the bank is opened to
    /// anybody.
    ///
    /// - Throws: `configuration` with what is wrong.
    public func requireAuthority() throws(DaemonError) {
        // A file that cannot be read is told of by the server, which reads it for its connections.
        guard let finding = try? authorityFinding() else { return }
        throw DaemonError(finding, .configuration)
    }
}
