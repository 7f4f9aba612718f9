import Glibc

/// The bytes of the files of TLS, each read once: what was judged is what is used.
public struct TLSBytes: Sendable {
    /// The longest of these files, in bytes.
    public static let fileByteLimit = 65_536

    /// The file of the certificate; empty when it cannot be read.
    public var certificate: [UInt8]
    /// The file of its key; empty when it cannot be read.
    public var key: [UInt8]
    /// The file of the authority of terminals; empty when it cannot be read, or none is named.
    public var authority: [UInt8]

    /// Takes what was read.
    public init(certificate: [UInt8], key: [UInt8], authority: [UInt8]) {
        self.certificate = certificate
        self.key = key
        self.authority = authority
    }

    /// Reads the files, for whoever owns them all: owners and modes are not looked at.
    init(_ files: ServerSettings.TLSFiles) {
        certificate = Self.read(files.certificatePath)
        key = Self.read(files.keyPath)
        authority = files.clientAuthorityPath.map { Self.read($0) } ?? []
    }

    /// The bytes of a regular file; none when it cannot be read, or has too many.
    private static func read(_ path: String) -> [UInt8] {
        // Without waiting, so that a pipe in the place of a file stops nobody.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= fileByteLimit
        else { return [] }
        var bytes = [UInt8](repeating: 0, count: fileByteLimit)
        var count = 0
        while count < fileByteLimit {
            let got = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(
                    descriptor,
                    buffer.baseAddress?.advanced(by: count),
                    fileByteLimit - count
                )
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { return [] }
            if got == 0 { break }
            count += got
        }
        return Array(bytes.prefix(count))
    }
}
