/// Identity of a file, which tells it from a file that has taken its name.
///
/// Source: stat(2): device and inode together identify a file.
package struct FileIdentity: Hashable, Sendable {
    /// Number of the file system.
    package let device: UInt64
    /// Number of the file in its file system.
    package let inode: UInt64

    /// Device and inode as bytes, for binding data to the file.
    package var bytes: [UInt8] {
        [device, inode].flatMap { value in
            (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
    }
}
