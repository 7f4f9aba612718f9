import CoreVocabulary
import Glibc
import Testing

@testable import ClientCache

/// Goal: a console that ends gives its folder to the next one at once, and a look takes none.
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

    @Test("a record counts as open elsewhere as long as a console has a folder of the user")
    func openElsewhere() throws {
        let folder = try TemporaryFolder()
        let user = UserID(rawValue: 7)
        #expect(try !UserFolder.isAnyTaken(of: user, in: folder.path))
        var first: UserFolder? = try UserFolder.take(of: user, in: folder.path)
        #expect(first?.slot == 1)
        let second = UserID(rawValue: 8)
        #expect(try UserFolder.isAnyTaken(of: user, in: folder.path))
        #expect(try !UserFolder.isAnyTaken(of: second, in: folder.path))
        first = nil
        // To look takes nothing for longer than the look.
        for _ in 0..<2 { #expect(try !UserFolder.isAnyTaken(of: user, in: folder.path)) }
    }

    @Test("the folder that the next console takes is known without taking it")
    func next() throws {
        let folder = try TemporaryFolder()
        let user = UserID(rawValue: 7)
        var taken: [UserFolder] = []
        for slot in 1...UserFolder.slotLimit {
            let path = try UserFolder.nextPath(of: user, in: folder.path)
            let next = try UserFolder.take(of: user, in: folder.path)
            #expect(next.slot == slot)
            #expect(next.path == path)
            taken.append(next)
        }
        #expect(try UserFolder.nextPath(of: user, in: folder.path) == nil)
        let given = taken.remove(at: 1).path
        #expect(try UserFolder.nextPath(of: user, in: folder.path) == given)
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
