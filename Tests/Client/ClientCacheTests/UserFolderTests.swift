import CoreVocabulary
import Glibc
import Testing

@testable import ClientCache

/// Goal: a console that ends gives its folder to the next one at once.
///
/// Method: a second descriptor of the lock file, as a child has between fork and exec.
struct UserFolderTests {
    @Test("a folder that is given up is free although a forked child holds its descriptor")
    func forkedChild() throws {
        let folder = try TemporaryFolder()
        let user = UserID(rawValue: 7)
        var first: UserFolder? = try UserFolder.take(of: user, in: folder.path)
        let lock = "\(try #require(first?.path))/lock"
        let inherited = try #require(descriptorCopy(of: lock))
        defer { close(inherited) }
        let second = try UserFolder.take(of: user, in: folder.path)
        #expect(second.slot == 2)
        first = nil
        let again = try UserFolder.take(of: user, in: folder.path)
        #expect(again.slot == 1)
    }

    /// A copy of the descriptor under which this process has a file open; it shares the open file,
    /// and so the lock, as the copy in a forked child does.
    private func descriptorCopy(of path: String) -> Int32? {
        for descriptor in 0..<getdtablesize() {
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = readlink("/proc/self/fd/\(descriptor)", &buffer, buffer.count)
            let bytes = buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
            guard String(decoding: bytes, as: UTF8.self) == path else { continue }
            return fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        }
        return nil
    }
}
