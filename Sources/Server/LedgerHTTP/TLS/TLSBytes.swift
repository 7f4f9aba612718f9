import LocalFiles

/// The contents of the TLS files, each read once, so that the checked bytes are the used ones.
package struct TLSBytes: Sendable {
    /// Maximum length of each file, in bytes.
    package static let fileByteLimit = 65_536

    /// Content of the certificate file; empty if it cannot be read.
    package var certificate: [UInt8]
    /// Content of the key file; empty if it cannot be read.
    package var key: [UInt8]
    /// Content of the terminals' authority file; empty if it cannot be read or none is named.
    package var authority: [UInt8]

    /// Creates the contents from bytes already read.
    package init(certificate: [UInt8], key: [UInt8], authority: [UInt8]) {
        self.certificate = certificate
        self.key = key
        self.authority = authority
    }

    /// Reads the files without checks of owners and modes, for a caller that owns them all.
    init(_ files: ServerSettings.TLSFiles) {
        certificate = Self.read(files.certificatePath)
        key = Self.read(files.keyPath)
        authority = files.clientAuthorityPath.map { Self.read($0) } ?? []
    }

    /// Returns the bytes of a regular file, or none if it cannot be read or is too long.
    private static func read(_ path: String) -> [UInt8] {
        // A file without valid contents is refused like one that is not there.
        let bytes = try? LocalFile.read(path, upTo: fileByteLimit + 1, followsLinks: true)
        return bytes.flatMap { $0.count <= fileByteLimit ? $0 : nil } ?? []
    }
}
