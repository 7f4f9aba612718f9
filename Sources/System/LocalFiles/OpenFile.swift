import Glibc
import SystemPackage

/// Open file or folder, which is closed at the end of its life.
///
/// No program that this process starts inherits it.
package struct OpenFile: ~Copyable, Sendable {
    /// Mode of a file that only its owner reads and writes.
    package static let privateMode: UInt32 = 0o600
    /// Maximum number of bytes that one call reads.
    private static let chunkByteCount = 65_536
    /// Maximum number of bytes that one call copies.
    private static let copyByteCount = 16 << 20

    private let descriptor: FileDescriptor
    /// Number of the descriptor.
    var number: Int32 { descriptor.rawValue }

    init(number: Int32) {
        descriptor = FileDescriptor(rawValue: number)
    }

    deinit {
        Glibc.close(descriptor.rawValue)
    }

    /// Opens a regular file for reading.
    ///
    /// A pipe in its place does not block the caller, but is refused.
    package init(reading path: String, followsLinks: Bool = false) throws(FileError) {
        let options: FileDescriptor.OpenOptions = followsLinks ? [] : .noFollow
        let opened = try OpenFile(path, .readOnly, options.union(.nonBlocking))
        guard try opened.status().kind == .file else { throw .notRegular }
        self = opened
    }

    /// Opens a folder for its descriptor.
    package init(folder path: String, followsLinks: Bool = true) throws(FileError) {
        let options: FileDescriptor.OpenOptions = followsLinks ? [] : .noFollow
        try self.init(path, .readOnly, options.union(.directory))
    }

    /// Creates a file for writing, at a path where nothing is.
    package init(creating path: String, mode: UInt32 = privateMode) throws(FileError) {
        try self.init(path, .writeOnly, [.create, .exclusiveCreate, .noFollow], mode)
    }

    /// Opens a file for reading and writing, and creates a private one if there is none.
    package init(updating path: String) throws(FileError) {
        try self.init(path, .readWrite, [.create, .noFollow], Self.privateMode)
    }

    /// Opens a file for appending, and creates a private one if there is none.
    ///
    /// The call does not wait for the reader of a pipe in its place.
    package init(appendingTo path: String) throws(FileError) {
        let options: FileDescriptor.OpenOptions = [.append, .create, .noFollow, .nonBlocking]
        try self.init(path, .writeOnly, options, Self.privateMode)
    }

    private init(
        _ path: String,
        _ access: FileDescriptor.AccessMode,
        _ options: FileDescriptor.OpenOptions,
        _ mode: UInt32? = nil
    ) throws(FileError) {
        do {
            // As a C string: `FilePath` would drop a slash at the end, which follows a link.
            descriptor = try path.withCString { path in
                try FileDescriptor.open(
                    path,
                    access,
                    options: options.union(.closeOnExec),
                    permissions: mode.map { FilePermissions(rawValue: $0) }
                )
            }
        } catch {
            throw FileError(error)
        }
    }

    /// Returns the status of the open file, which no other file can take the place of.
    package func status() throws(FileError) -> FileStatus {
        try FileStatus(ofDescriptor: number)
    }

    /// Reads from the present position to the end or the limit, piece by piece.
    ///
    /// The memory of the pieces is wiped at the end, because they may be part of a key.
    package func read(
        upTo limit: Int = .max,
        _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(FileError) {
        let chunk = UnsafeMutableRawBufferPointer.allocate(
            byteCount: min(limit, Self.chunkByteCount),
            alignment: 16
        )
        defer {
            if let start = chunk.baseAddress { explicit_bzero(start, chunk.count) }
            chunk.deallocate()
        }
        var left = limit
        while left > 0 {
            let part = UnsafeMutableRawBufferPointer(rebasing: chunk.prefix(left))
            let count: Int
            do { count = try descriptor.read(into: part) } catch { throw FileError(error) }
            if count == 0 { return }
            body(UnsafeRawBufferPointer(rebasing: part.prefix(count)))
            left -= count
        }
    }

    /// Returns the bytes from the present position to the end or the limit.
    package func bytes(upTo limit: Int) throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        try read(upTo: limit) { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// Returns bytes at an offset; nil if the file has not so many there or cannot be read.
    package func bytes(_ count: Int, at offset: Int64) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        let readCount = pread(number, &bytes, count, off_t(offset))
        return readCount == count ? bytes : nil
    }

    /// Writes all bytes at the present position.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        try Self.write(bytes, to: number)
    }

    /// Writes all bytes of a span at the present position.
    package func write(_ bytes: Span<UInt8>) throws(FileError) {
        try bytes.withUnsafeBytes { bytes throws(FileError) in try write(bytes) }
    }

    /// Writes all bytes to a descriptor.
    ///
    /// A device that accepts nothing and reports no error is treated as full; the package's
    /// `writeAll` would repeat the call forever.
    package static func write(
        _ bytes: UnsafeRawBufferPointer,
        to descriptor: Int32
    ) throws(FileError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let count = Glibc.write(descriptor, part.baseAddress, part.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw count < 0 ? .latest : .system(ENOSPC) }
            rest = rest.dropFirst(count)
        }
    }

    /// Copies the bytes from the present position to the end into another file.
    package func copyRest(to target: borrowing OpenFile) throws(FileError) {
        while true {
            let count = sendfile(target.number, number, nil, Self.copyByteCount)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .latest }
            if count == 0 { return }
        }
    }

    /// Makes the contents durable.
    package func synchronise() throws(FileError) {
        guard fsync(number) == 0 else { throw .latest }
    }

    /// Changes the permission bits.
    package func setMode(_ mode: UInt32) throws(FileError) {
        guard fchmod(number, mode) == 0 else { throw .latest }
    }

    /// Changes the length of the file.
    package func truncate(to byteCount: Int64) throws(FileError) {
        guard ftruncate(number, off_t(byteCount)) == 0 else { throw .latest }
    }
}
